package org.plumbline.distill.build;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.data.Chat;
import org.plumbline.core.data.Columns;
import org.plumbline.core.data.Example;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.JsonLines;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.ContentHash;
import org.plumbline.distill.SmallBook;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.step.CallLog;
import org.plumbline.distill.step.StepRecord;

class CorpusFolderTest {
  private static final List<ExportFormat> TEXT =
      List.of(ExportFormat.CHAT, ExportFormat.ALPACA, ExportFormat.SHAREGPT);
  private static final CardFacts FACTS =
      new CardFacts(
          "plumb distill build --out corpus",
          "1.0",
          9,
          Map.of("paragraphs.jsonl", "abc123"),
          Map.of("apart", "0.7"),
          List.of(
              new StepRecord(
                  "answers",
                  4,
                  "USD",
                  List.of(
                      new CallLog.TeacherCalls(
                          "gpt",
                          70,
                          Map.of("answered", 69, "failed", 1),
                          1,
                          5,
                          1000,
                          200,
                          1.25)))));

  private static Corpus corpus() {
    return CorpusBuild.of(
        new BuildInputs(
            SmallBook.english(30),
            List.of(),
            List.of(),
            Map.of(),
            Map.of("faq.jsonl", List.of(new HumanPair("x", "什么是内核？", "核心\n程序。"))),
            List.of(),
            true,
            List.of()),
        BuildOptions.DEFAULT,
        new Seeds(9));
  }

  @Test
  void everyFormatHoldsAllPairsWithTheirProvenance(@TempDir Path folder) throws IOException {
    Corpus corpus = corpus();
    List<Path> files = CorpusFolder.write(folder, corpus, TEXT, FACTS);
    assertEquals(9, files.size());
    for (ExportFormat format : TEXT) {
      for (Part part : Part.values()) {
        List<String> lines = Files.readAllLines(format.file(folder, part));
        assertEquals(corpus.part(part).size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
          CorpusItem item = corpus.part(part).get(i);
          assertTrue(lines.get(i).contains(item.id()));
          assertTrue(lines.get(i).contains("\"source\":\"" + item.provenance().source()));
        }
      }
    }
    String alpaca = Files.readString(ExportFormat.ALPACA.file(folder, Part.TRAIN));
    assertTrue(alpaca.contains("\"instruction\":\"Chapter"), alpaca);
  }

  @Test
  void chatsAreReadAsSupervisedTrainingReadsThem(@TempDir Path folder) {
    Corpus corpus = corpus();
    CorpusFolder.write(folder, corpus, TEXT, FACTS);
    try (Stream<Example> rows =
        JsonLines.examples(
            ExportFormat.CHAT.file(folder, Part.TRAIN), Columns.USUAL, InvalidRows.refuse())) {
      List<Example> read = rows.toList();
      CorpusItem first = corpus.part(Part.TRAIN).getFirst();
      assertEquals(corpus.part(Part.TRAIN).size(), read.size());
      assertTrue(
          read.getFirst() instanceof Chat chat
              && chat.messages().getFirst().path("content").asText().equals(first.question())
              && chat.messages().getLast().path("content").asText().equals(first.answer()));
    }
  }

  @Test
  void theCardTellsWhatIsInTheCorpusAndTheChecksumsHold(@TempDir Path folder) throws IOException {
    CorpusFolder.write(folder, corpus(), TEXT, FACTS);
    String card = Files.readString(folder.resolve("README.md"));
    for (String told :
        List.of(
            "31 pairs",
            "| train |",
            "extracted",
            "systems: Chapter 1",
            "| answers | gpt | 70 | 1 | 5 | 1,000 | 200 | 1.2500 USD |",
            "plumb distill build --out corpus",
            "abc123",
            "seed 9",
            "`chat/train.jsonl`")) {
      assertTrue(card.contains(told), told + " in\n" + card);
    }
    for (String line : Files.readAllLines(folder.resolve("SHA256SUMS"))) {
      String[] sum = line.split("  ");
      assertEquals(sum[0], ContentHash.of(folder.resolve(sum[1])).hex());
    }
    assertEquals(11, Files.readAllLines(folder.resolve("SHA256SUMS")).size());
  }

  @Test
  void theSameCorpusHasTheSameBytes(@TempDir Path one, @TempDir Path other) throws IOException {
    CorpusFolder.write(one, corpus(), TEXT, FACTS);
    CorpusFolder.write(other, corpus(), TEXT, FACTS);
    assertArrayEquals(
        Files.readAllBytes(one.resolve("SHA256SUMS")),
        Files.readAllBytes(other.resolve("SHA256SUMS")));
  }

  @Test
  void aStepsRecordIsFoundBesideItsRows(@TempDir Path folder) {
    StepRecord record = FACTS.steps().getFirst();
    assertTrue(StepRecord.beside(folder.resolve("answers.jsonl")).isEmpty());
    record.write(folder);
    assertEquals(record, StepRecord.beside(folder.resolve("answers.jsonl")).orElseThrow());
  }
}
