package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.encoder.BertConfig;
import org.plumbline.testkit.ScriptedChatServer;
import org.plumbline.testkit.ScriptedChatServer.Reply;

/**
 * Duplicates by the cosine of an encoder's vectors. It has a block whose weights are zero, and word
 * vectors that a layer norm leaves as they are, so that a pencil can compute every cosine.
 */
final class EmbeddingTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final BertConfig TINY = new BertConfig(7, 4, 4, 1, 1, 16, 2, 1e-12);

  /** Of [CLS], [SEP] and all words that are not known. */
  private static final float[] FRAME = {1, 1, -1, -1};

  private static final float[] ALPHA = {1, -1, 1, -1};
  private static final float[] BRAVO = {1, -1, -1, 1};
  private static final List<String> VOCABULARY =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "alpha", "bravo");

  @TempDir Path folder;

  @BeforeEach
  void anEncoder() throws IOException {
    Path model = Files.createDirectories(folder.resolve("encoder"));
    Files.writeString(
        model.resolve("config.json"),
        "{\"model_type\": \"bert\", \"vocab_size\": 7, \"hidden_size\": 4, \"intermediate_size\":"
            + " 4, \"num_hidden_layers\": 1, \"num_attention_heads\": 1,"
            + " \"max_position_embeddings\": 16}");
    Files.write(model.resolve("vocab.txt"), VOCABULARY);
    Map<String, long[]> shapes = Bert.shapes(TINY);
    List<TensorInfo> infos =
        shapes.entrySet().stream()
            .map(entry -> TensorInfo.of(entry.getKey(), DType.F32, entry.getValue()))
            .toList();
    try (SafetensorsWriter writer =
        SafetensorsWriter.create(model.resolve("model.safetensors"), infos, Map.of())) {
      shapes.forEach((name, shape) -> writer.write(name, values(name, shape)));
      writer.commit();
    }
    pairs("alpha alpha bravo", "bravo alpha alpha", "bravo bravo bravo");
  }

  private static float[] values(String name, long[] shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    if (name.endsWith("LayerNorm.weight")) {
      Arrays.fill(values, 1);
    } else if (name.contains("word_embeddings")) {
      for (int word = 0; word < VOCABULARY.size(); word++) {
        float[] row = word == 5 ? ALPHA : word == 6 ? BRAVO : FRAME;
        System.arraycopy(row, 0, values, word * row.length, row.length);
      }
    }
    return values;
  }

  private void pairs(String... questions) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (String question : questions) {
      rows.append("{\"question\": \"%s\", \"answer\": \"An answer.\"}\n".formatted(question));
    }
    Files.writeString(folder.resolve("pairs.jsonl"), rows.toString());
  }

  /** Says in the encoder's folder how vectors of tokens become one, as older versions do. */
  private void pooling(String kind) throws IOException {
    Path model = folder.resolve("encoder");
    Files.writeString(
        model.resolve("modules.json"),
        """
        [{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
         {"idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
        """);
    Files.createDirectories(model.resolve("1_Pooling"));
    Files.writeString(
        model.resolve("1_Pooling/config.json"),
        "{\"pooling_mode_cls_token\": %s, \"pooling_mode_mean_tokens\": %s, \"pooling_mode_max_tokens\": %s}"
            .formatted(kind.equals("cls"), kind.equals("mean"), kind.equals("max")));
  }

  private String build(String out, String cosine) {
    return "distill build --human %1$s/pairs.jsonl --embedding %1$s/encoder%2$s --out %1$s/%3$s"
        .formatted(folder, cosine, out);
  }

  private List<JsonNode> rows(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file)).stream().map(EmbeddingTest::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private void assertDropped(JsonNode row, String value, String question, String kept) {
    assertEquals("duplicate", row.path("stage").asText(), row.toString());
    assertEquals("embedding", row.path("reason").asText(), row.toString());
    assertEquals(value, row.path("value").asText(), row.toString());
    assertTrue(question.contains(row.path("question").asText()), row.toString());
    assertTrue(kept.matches(".*\\S.*"), row.toString());
  }

  @Test
  void textsOfTheSameWordsAreDuplicatesByTheMeanOfTheirTokens() throws IOException {
    Ended ended = done(build("corpus", ""));
    assertTrue(ended.err().contains("mean over tokens, of at most 16 tokens (its"), ended.err());
    List<JsonNode> dropped = rows("corpus/dropped.jsonl");
    assertEquals(1, dropped.size(), dropped.toString());
    assertDropped(
        dropped.getFirst(),
        "1.000",
        "alpha alpha bravo|bravo alpha alpha",
        dropped.getFirst().path("kept").asText());
  }

  @Test
  void theCosineIsWhatAPencilComputes() throws IOException {
    // 2 frame + 2 alpha + bravo and 2 frame + 3 bravo: (4 + 3) / (3 * sqrt 13) = 0.647.
    pairs("alpha alpha bravo", "bravo bravo bravo");
    done(build("apart", "@0.65"));
    assertEquals(List.of(), rows("apart/dropped.jsonl"));
    done(build("one", "@0.64"));
    assertDropped(
        rows("one/dropped.jsonl").getFirst(), "0.647", "alpha alpha bravo|bravo bravo bravo", "x");
  }

  /** Cosines by ONNX Runtime 1.32 on the same graphs, the first token's and the mean's. */
  @ParameterizedTest
  @CsvSource({
    "bge-small-zh, 什么是软件包管理系统？, 软件包管理系统是什么？, 0.962",
    "bge-small-zh, 怎样安装一个软件包？, 如何安装软件包？, 0.955",
    "bge-small-zh, 什么是软件包管理系统？, 怎样安装一个软件包？, 0.669",
    "minilm, How do I install a package?, How can I install a package?, 0.986",
    "minilm, How do I install a package?, How is a package installed?, 0.808",
    "minilm, What is a package manager?, How do I install a package?, 0.461",
  })
  void theEncodersInJarsMeasureWhatTheyArePublishedFor(
      String encoder, String one, String other, String cosine) throws IOException {
    pairs(one, other);
    done(
        "distill build --human %1$s/pairs.jsonl --embedding embedded:%2$s@0.4 --out %1$s/corpus",
        folder, encoder);
    assertDropped(rows("corpus/dropped.jsonl").getFirst(), cosine, one + "|" + other, "x");
  }

  @Test
  void theFirstTokenCountsWhereTheFolderSaysSo() throws IOException {
    pooling("cls");
    Ended ended = done(build("corpus", ""));
    assertTrue(ended.err().contains("first token's, of at most 16 tokens\n"), ended.err());
    // Nothing in this encoder moves from one token to another, so [CLS] says the same of all.
    assertEquals(2, rows("corpus/dropped.jsonl").size());
  }

  @Test
  void longTextsAreCutBeforeTheLastSpecialToken() throws IOException {
    Files.writeString(
        folder.resolve("encoder/sentence_bert_config.json"), "{\"max_seq_length\": 4}");
    // Both are [CLS] alpha bravo [SEP] to it.
    pairs("alpha bravo bravo bravo bravo", "alpha bravo alpha alpha alpha");
    done(build("corpus", "@0.99"));
    assertEquals(1, rows("corpus/dropped.jsonl").size());
  }

  @Test
  void questionsOfATeacherAreComparedTooAndTheKeptOneIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("book.md"), "# Book\n\nalpha alpha bravo, bravo alpha, bravo bravo.\n");
    Files.writeString(folder.resolve("seeds.jsonl"), "{\"question\": \"What is bravo?\"}\n");
    done("distill ingest %1$s/book.md --out %1$s/book", folder);
    try (ScriptedChatServer server =
        ScriptedChatServer.answering(
            (request, number) -> Reply.text("1. alpha alpha bravo?\n2. bravo alpha alpha?\n"))) {
      done(
          "distill questions %1$s/book --seeds %1$s/seeds.jsonl --rounds 0 --teacher %2$s"
              + " --embedding %1$s/encoder --out %1$s/q",
          folder, server.teacher("t"));
    }
    List<JsonNode> kept = rows("q/questions.jsonl");
    List<JsonNode> dropped = rows("q/dropped.jsonl");
    assertEquals(1, kept.size(), kept.toString());
    assertEquals(1, dropped.size(), dropped.toString());
    assertEquals("embedding", dropped.getFirst().path("reason").asText());
    assertEquals(1, dropped.getFirst().path("value").asDouble(), 1e-6);
    assertEquals(kept.getFirst().path("id"), dropped.getFirst().path("kept"));
  }

  @Test
  void paragraphsThatRepeatEachOtherInOtherWordsAreDropped() throws IOException {
    Files.writeString(
        folder.resolve("book.md"),
        "# Book\n\n## One\n\nalpha alpha bravo.\n\n## Two\n\nbravo alpha alpha.\n");
    done(
        "distill ingest %1$s/book.md --min-columns 5 --drop-duplicates --embedding %1$s/encoder"
            + " --out %1$s/book",
        folder);
    List<JsonNode> dropped = rows("book/duplicates.jsonl");
    assertEquals(1, dropped.size());
    assertEquals("embedding", dropped.getFirst().path("method").asText());
    Ended alone =
        new Shell()
            .run("distill ingest %1$s/book.md --embedding %1$s/encoder --out %1$s/x", folder);
    assertEquals(ExitCode.INVALID, alone.code());
    assertTrue(alone.err().contains("--drop-duplicates"), alone.err());
  }

  @Test
  void whatWeCannotComputeIsRefusedWithAWayOut() throws IOException {
    pooling("max");
    assertRefused(build("max", ""), "1_Pooling/config.json", "wants max");
    Files.writeString(
        folder.resolve("encoder/modules.json"),
        "[{\"path\": \"2_Dense\", \"type\": \"sentence_transformers.models.Dense\"}]");
    assertRefused(build("dense", ""), "models.Dense", "all-MiniLM-L6-v2");
    assertRefused(build("cosine", "@7"), "cosine must be 0.1 to 1 (got 7.0)", "0.95 is usual");
    TinyInputs.languageModel(folder);
    assertRefused(
        "distill build --human %1$s/pairs.jsonl --embedding %1$s/lm --out %1$s/lm2"
            .formatted(folder),
        "encoder of sentences",
        "bge-small-zh");
  }

  private static void assertRefused(String line, String what, String wayOut) {
    Ended ended = new Shell().run(line);
    assertEquals(ExitCode.INVALID, ended.code(), ended.err());
    assertTrue(ended.err().contains(what), ended.err());
    assertTrue(ended.err().contains(wayOut), ended.err());
  }
}
