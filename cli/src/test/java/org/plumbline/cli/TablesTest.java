package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.cli.PlumbProcess.Way;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.cli.source.Sources;
import org.plumbline.core.data.Columns;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RowFiles;
import org.plumbline.core.data.RowSink;
import org.plumbline.core.data.RowSource;

/** Commands over CSV and Parquet, and over files larger than the memory. */
final class TablesTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};
  private static final String TRAIN =
      "reward train --model %1$s/lm --data %1$s/train.%2$s --epochs 1 --batch-size 10 --threads 1"
          + " --truncate --seed 7 --out %1$s/r-%2$s";

  @TempDir static Path folder;

  @BeforeAll
  static void trainOnJsonLines() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.pairs(folder, "train", 40);
    done(TRAIN, folder, "jsonl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "parquet"})
  void aRewardModelIsTheSameToTheBitWhateverTheFormatOfItsPreferences(String ending)
      throws IOException {
    copy(folder.resolve("train.jsonl"), folder.resolve("train." + ending));
    done(TRAIN, folder, ending);
    String file = "members/1/model.safetensors";
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("r-jsonl").resolve(file)),
        Files.readAllBytes(folder.resolve("r-" + ending).resolve(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv", "parquet"})
  void scoresGoIntoTheFileThatIsNamed(String ending) throws IOException {
    Path data = folder.resolve("answers-" + ending + ".jsonl");
    Files.writeString(
        data,
        """
        {"question": "the cat", "completion": " is, \\"good\\"."}
        {"question": "", "completion": "the old\\ndog."}
        """);
    String line = "reward score --models %1$s/r-jsonl --data %2$s --column prompt=question";
    List<Map<String, Object>> printed =
        done(line + " --json", folder, data).out().lines().map(TablesTest::parse).toList();
    Path to = folder.resolve("scores." + ending);
    assertEquals("", done(line + " --to %3$s", folder, data, to).out());
    Path back = folder.resolve("back-" + ending + ".jsonl");
    copy(to, back);
    List<Map<String, Object>> written =
        Files.readAllLines(back).stream().map(TablesTest::parse).toList();
    assertEquals(2, written.size());
    for (int i = 0; i < 2; i++) {
      assertEquals(printed.get(i).get("prompt"), written.get(i).get("prompt"));
      assertEquals(printed.get(i).get("completion"), written.get(i).get("completion"));
      assertEquals(number(printed.get(i), "score"), number(written.get(i), "score"));
      assertEquals(
          List.of(number(printed.get(i), "score")),
          numbers(String.valueOf(written.get(i).get("members"))));
    }
    Ended again = new Shell().run(line + " --to %3$s", folder, data, to);
    assertEquals(ExitCode.INVALID, again.code());
    assertTrue(again.err().contains("is there already"), again.err());
  }

  @Test
  void aBrokenRowOfATableIsNamed() throws IOException {
    Path data = Files.writeString(folder.resolve("broken.csv"), "chosen,rejected\na,b\nc\n");
    Ended ended =
        new Shell().run("reward train --model %s/lm --data %s --out %s/none", folder, data, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("broken.csv, row 2: each row must have"), ended.err());
    assertTrue(Files.notExists(folder.resolve("none")));
  }

  /**
   * A process with a small heap reads files that do not fit into it; gathered, they would end it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"jsonl", "csv", "parquet"})
  void aFileLargerThanTheMemoryIsReadInParts(String ending) throws Exception {
    Path file = folder.resolve("large." + ending);
    String text = "x".repeat(2_000);
    try (RowSink sink = RowFiles.create(file)) {
      for (int i = 0; i < 20_000; i++) {
        sink.write(Map.of("prompt", i + text, "completion", "y"));
      }
      sink.finish();
    }
    Way small = new Way(List.of(), List.of("-Xmx24m", "-XX:+UseSerialGC"), ReadInParts.class);
    try (PlumbProcess process = PlumbProcess.start(folder, small, file.toString())) {
      assertEquals(0, process.exitCode(), process.messages());
      assertTrue(
          process.messages().contains("20000 rows, 40108890 characters"), process.messages());
    }
  }

  /** Counts the rows and characters of a file. */
  static final class ReadInParts {
    private ReadInParts() {}

    public static void main(String[] words) {
      AtomicLong rows = new AtomicLong();
      AtomicLong characters = new AtomicLong();
      try (Sources sources = new Sources(System.out::println)) {
        sources.exchanges(
            words[0],
            RowOptions.DEFAULT,
            org.plumbline.core.data.ChatWriter.NONE,
            part -> {
              rows.addAndGet(part.size());
              part.forEach(exchange -> characters.addAndGet(exchange.text().length()));
            });
      }
      System.out.println("%d rows, %d characters".formatted(rows.get(), characters.get()));
    }
  }

  private static double number(Map<String, Object> row, String column) {
    return Double.parseDouble(String.valueOf(row.get(column)));
  }

  private static List<Double> numbers(String list) {
    return Arrays.stream(list.substring(1, list.length() - 1).split(","))
        .map(Double::valueOf)
        .toList();
  }

  private static Map<String, Object> parse(String line) {
    try {
      return JSON.readValue(line, ROW);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  /** Every row of one file into another of any format. */
  private static void copy(Path from, Path to) throws IOException {
    try (RowSource rows = RowFiles.open(from, Columns.USUAL, InvalidRows.refuse());
        RowSink sink = RowFiles.create(to)) {
      for (byte[] row = rows.next(); row != null; row = rows.next()) {
        sink.write(parse(new String(row, StandardCharsets.UTF_8)));
      }
      sink.finish();
    }
  }
}
