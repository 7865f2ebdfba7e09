package org.plumbline.tables;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.data.Columns;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.JsonLines;
import org.plumbline.core.data.Preference;
import org.plumbline.core.data.RowFiles;
import org.plumbline.core.data.RowSink;
import org.plumbline.core.data.RowSource;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.PlumblineException;

final class DuckDbTablesTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<Preference> preferences(Path file, Columns columns, InvalidRows invalid) {
    try (Stream<Preference> rows = JsonLines.preferences(file, columns, invalid)) {
      return rows.toList();
    }
  }

  private static List<JsonNode> rows(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (RowSource source = new DuckDbTables().open(file, Set.of(), InvalidRows.refuse())) {
      for (byte[] row = source.next(); row != null; row = source.next()) {
        rows.add(JSON.readTree(row));
      }
    }
    return rows;
  }

  /** Three rows that pyarrow 25 wrote, with zstd and a dictionary. */
  private Path parquet() throws IOException {
    Path file = folder.resolve("pyarrow.parquet");
    try (var in = DuckDbTablesTest.class.getResourceAsStream("pyarrow.parquet")) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  @Test
  void whatAnotherWriterOfParquetWroteIsReadAsJsonWouldSayIt() throws IOException {
    List<JsonNode> rows = rows(parquet());
    assertEquals(3, rows.size());
    assertEquals(
        JSON.readTree(
            """
            {"question": "Größe 😀", "chosen": "a", "rejected": "x", "margin": 1.50, "group": 7,
             "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": null}],
             "day": "2024-01-02", "at": "2024-01-02T03:04:05.678", "at_utc": "2024-01-02T03:04:05Z",
             "score": "NaN", "small": 0.1, "raw": "text", "tags": ["a", "b"], "ok": true, "extra": {"k": 1}}
            """),
        rows.get(0));
    assertEquals(
        JSON.readTree(
            """
            {"question": "", "chosen": "c", "rejected": "z", "margin": -0.25, "group": null, "messages": null,
             "day": "1969-12-31", "at": null, "at_utc": null, "score": 0.1, "small": null, "raw": null,
             "tags": [], "ok": null, "extra": null}
            """),
        rows.get(2));
    assertEquals("/wA=", rows.get(1).get("raw").textValue());
    assertEquals(JSON.readTree("[null]"), rows.get(1).get("tags"));
  }

  @Test
  void preferencesComeFromParquetUnderOtherNames() throws IOException {
    assertEquals(
        List.of(
            new Preference("Größe 😀", "a", "x", OptionalDouble.of(1.5), "7"),
            new Preference("two\nlines", "b", "", OptionalDouble.empty(), "8"),
            new Preference("", "c", "z", OptionalDouble.of(-0.25), "")),
        preferences(parquet(), Columns.parse(List.of("prompt=question")), InvalidRows.refuse()));
  }

  @Test
  void chatsOfParquetAreThoseOfJsonLines() throws IOException {
    List<Map<String, Object>> chat =
        List.of(row("role", "user", "content", "hi"), row("role", "assistant", "content", "ho"));
    List<Object> read = new ArrayList<>();
    for (String ending : List.of(".jsonl", ".parquet")) {
      Path file = folder.resolve("chats" + ending);
      try (RowSink sink = RowFiles.create(file)) {
        sink.write(row("messages", chat));
        sink.finish();
      }
      try (var examples = JsonLines.examples(file, Columns.USUAL, InvalidRows.refuse())) {
        read.add(examples.toList());
      }
    }
    assertEquals(read.get(0), read.get(1));
  }

  @Test
  void everyFieldOfCsvIsTextAndMarginsAreNumbers() throws IOException {
    Path file =
        file(
            "a.CSV",
            "\uFEFFprompt,chosen,rejected,margin,group\r\n"
                + "\"a \"\"q\"\", b\",42,,1.5,007\r\n"
                + "\r\n"
                + "# no comment,\"multi\nline\",\"\",,NULL\r\n"
                + "p,2024-01-02,say \"hi\" now,-2e-1,");
    assertEquals(
        List.of(
            new Preference("a \"q\", b", "42", "", OptionalDouble.of(1.5), "007"),
            new Preference("# no comment", "multi\nline", "", OptionalDouble.empty(), "NULL"),
            new Preference("p", "2024-01-02", "say \"hi\" now", OptionalDouble.of(-0.2), "")),
        preferences(file, Columns.USUAL, InvalidRows.refuse()));
  }

  static Stream<Arguments> brokenRows() {
    return Stream.of(
        Arguments.of("c", "other number of fields", "as many fields as the header, 2", "(got c)"),
        Arguments.of(
            "c,d,e", "other number of fields", "as many fields as the header", "(got c,d,e)"),
        Arguments.of("c,\"d\" e", "broken quotes", "must end with a quote", "(got c,\"d\" e)"),
        Arguments.of("c,\u00ff", "not UTF-8", "text must be UTF-8", "row 2"),
        Arguments.of("c,c", "chosen identical to rejected", "must differ", "row 2"),
        Arguments.of(" ,c", "empty chosen", "'chosen' must not be empty", "row 2"));
  }

  @ParameterizedTest
  @MethodSource("brokenRows")
  void aBrokenRowOfCsvIsRefusedByNumberOrCountedByReason(
      String row, String reason, String rule, String got) throws IOException {
    Path file = folder.resolve("data.csv");
    Files.write(
        file,
        ("chosen,rejected\na,b\n" + row + "\ng,\"h\ni\"\n").getBytes(StandardCharsets.ISO_8859_1));
    var error =
        assertThrows(
            InvalidInputException.class,
            () -> preferences(file, Columns.USUAL, InvalidRows.refuse()));
    for (String part : List.of("data.csv, row 2: ", rule, got, "--skip-invalid")) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
    InvalidRows skipped = InvalidRows.skip();
    assertEquals(
        List.of(new Preference("", "a", "b"), new Preference("", "g", "h\ni")),
        preferences(file, Columns.USUAL, skipped));
    assertEquals(Map.of(reason, 1), skipped.skipped());
  }

  @Test
  void aFaultBehindRowsThatAreLeftOutIsNamedByItsPlaceInTheFile() throws IOException {
    Path file = file("data.csv", "chosen,rejected\nx\ny\na,b\nz\nc,c\n");
    try (RowSource source = new DuckDbTables().open(file, Set.of(), InvalidRows.skip())) {
      source.next();
      assertTrue(source.place().endsWith("data.csv, row 3"), source.place());
      source.next();
      assertTrue(source.place().endsWith("data.csv, row 5"), source.place());
    }
  }

  @Test
  void aMissingColumnNamesThoseThereAreAndTheNearest() throws IOException {
    Path file = file("data.csv", "chosn;rejected\na;b\n");
    var error =
        assertThrows(
            InvalidInputException.class,
            () -> preferences(file, Columns.USUAL, InvalidRows.refuse()));
    assertTrue(error.getMessage().contains("this one has chosn;rejected"), error.getMessage());
    Path parquet = folder.resolve("data.parquet");
    try (RowSink sink = RowFiles.create(parquet)) {
      sink.write(row("chosn", "a", "rejected", "b"));
      sink.finish();
    }
    error =
        assertThrows(
            InvalidInputException.class,
            () -> preferences(parquet, Columns.USUAL, InvalidRows.refuse()));
    assertTrue(error.getMessage().contains("data.parquet, row 1: "), error.getMessage());
    assertTrue(error.getMessage().contains("--column chosen=chosn"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty.csv    | ''              | is empty",
        "header.csv   | chosen,rejected | is empty",
        "twice.csv    | a,a             | has 'a' twice",
        "text.parquet | hello           | must be a Parquet file",
        "none.parquet | ''              | must be a Parquet file"
      })
  void whatIsNoTableIsRefused(String name, String content, String message) throws IOException {
    Path file = file(name, content);
    var error =
        assertThrows(
            InvalidInputException.class,
            () -> preferences(file, Columns.USUAL, InvalidRows.refuse()));
    assertAll(
        () -> assertTrue(error.getMessage().contains(message), error.getMessage()),
        () -> assertTrue(error.getMessage().contains(name), error.getMessage()),
        () -> assertFalse(error.getMessage().contains("\n"), error.getMessage()));
  }

  @Test
  void whatIsNotThereOrAFolderIsRefused() throws IOException {
    Files.createDirectory(folder.resolve("folder.csv"));
    for (String name : List.of("missing.csv", "missing.parquet", "folder.csv")) {
      assertThrows(
          InvalidInputException.class,
          () -> preferences(folder.resolve(name), Columns.USUAL, InvalidRows.refuse()),
          name);
    }
  }

  /** Patterns, quotes, statements: a name is a name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "we[ird]*?",
        "it's",
        "a'); DROP TABLE x; --",
        "http:",
        "{a,b}",
        "%41",
        "Ä b",
        "**"
      })
  void namesOfFilesAreNeitherPatternsNorStatements(String name) throws IOException {
    file("weird.csv", "a,b,c\n1,2,3\n");
    for (String ending : List.of(".csv", ".parquet")) {
      Path file = folder.resolve(name + ending);
      try (RowSink sink = RowFiles.create(file)) {
        sink.write(Map.of("it's \"x\", [y]", "z"));
        sink.finish();
      }
      assertEquals(List.of(JSON.valueToTree(Map.of("it's \"x\", [y]", "z"))), rows(file));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {".csv", ".parquet", ".jsonl"})
  void preferencesThatAreWrittenAreReadBack(String ending) {
    Path file = folder.resolve("out" + ending);
    try (RowSink sink = RowFiles.create(file)) {
      sink.write(
          row("prompt", "Größe 😀, \"q\"", "chosen", "2024-01-02", "rejected", "", "margin", 1));
      sink.write(row("prompt", "#", "chosen", "two\nlines", "rejected", "007", "margin", 0.1));
      sink.finish();
    }
    assertEquals(
        List.of(
            new Preference("Größe 😀, \"q\"", "2024-01-02", "", OptionalDouble.of(1), ""),
            new Preference("#", "two\nlines", "007", OptionalDouble.of(0.1), "")),
        preferences(file, Columns.USUAL, InvalidRows.refuse()));
  }

  @Test
  void listsAndObjectsStaySoInParquetAndAreJsonTextInCsv() throws IOException {
    Map<String, Object> first =
        row(
            "members",
            List.of(1.5, -2.0),
            "messages",
            List.of(Map.of("role", "user", "content", "hi")));
    Map<String, Object> second = row("members", List.of(), "messages", List.of(), "late", true);
    for (String ending : List.of(".csv", ".parquet")) {
      try (RowSink sink = RowFiles.create(folder.resolve("out" + ending))) {
        sink.write(first);
        sink.write(second);
        sink.finish();
      }
    }
    List<JsonNode> rows = rows(folder.resolve("out.parquet"));
    first.put("late", null);
    assertEquals(JSON.<JsonNode>valueToTree(first), rows.get(0));
    assertEquals(JSON.<JsonNode>valueToTree(second), rows.get(1));
    JsonNode text = rows(folder.resolve("out.csv")).get(0);
    assertEquals("[1.5,-2.0]", text.get("members").textValue());
    assertEquals(
        first.get("messages"), JSON.readValue(text.get("messages").textValue(), List.class));
  }

  @Test
  void columnsOfSeveralKindsAreJson() throws IOException {
    Path file = folder.resolve("out.parquet");
    try (RowSink sink = RowFiles.create(file)) {
      sink.write(row("x", "text"));
      sink.write(row("x", 3));
      sink.finish();
    }
    assertEquals(
        List.of("\"text\"", "3"),
        rows(file).stream().map(row -> row.get("x").textValue()).toList());
  }

  @Test
  void aTableThatIsNotFinishedLeavesWhatWasThere() throws IOException {
    Path file = file("out.csv", "before\n");
    try (RowSink sink = RowFiles.create(file)) {
      sink.write(row("x", 1));
    }
    assertEquals("before\n", Files.readString(file));
    try (RowSink sink = RowFiles.create(file)) {
      assertThrows(FailedException.class, sink::finish);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file), left.toList());
    }
  }

  @Test
  void aDamagedFileIsNeverTakenForAShorterOne() throws IOException {
    Path file = folder.resolve("out.parquet");
    try (RowSink sink = RowFiles.create(file)) {
      for (int i = 0; i < 60_000; i++) {
        sink.write(row("chosen", "text " + i * 7919L % 65_537, "rejected", "no"));
      }
      sink.finish();
    }
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4000, (byte) 0x5a);
    Files.write(file, bytes);
    assertThrows(
        PlumblineException.class, () -> preferences(file, Columns.USUAL, InvalidRows.refuse()));
  }

  @Test
  void theDatabaseReachesItsFileAloneAndNoNetwork() throws Exception {
    Path file = file("a.csv", "x\n1\n");
    Path other = file("b.csv", "x\n1\n");
    try (var connection = DuckDb.reaching(file);
        var statement = connection.createStatement()) {
      statement.execute("SELECT * FROM read_csv(" + DuckDb.literal(file) + ")");
      for (String sql :
          List.of(
              "SELECT * FROM read_csv(" + DuckDb.literal(other) + ")",
              "COPY (SELECT 1) TO '" + folder.resolve("c.csv") + "'",
              "INSTALL httpfs",
              "LOAD httpfs",
              "SELECT * FROM read_csv('https://192.0.2.1/x.csv')",
              "SET enable_external_access = true")) {
        assertThrows(java.sql.SQLException.class, () -> statement.execute(sql), sql);
      }
    }
  }

  private static Map<String, Object> row(Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return row;
  }
}
