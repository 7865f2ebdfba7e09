package org.plumbline.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.core.error.InvalidInputException;

final class JsonLinesTest {
  private static final String GOOD = "{\"prompt\":\"p\",\"chosen\":\"yes\",\"rejected\":\"no\"}";
  @TempDir Path folder;

  private Path file(String content) throws IOException {
    Path file = folder.resolve("data.jsonl");
    Files.writeString(file, content);
    return file;
  }

  private static List<Preference> preferences(Path file, InvalidRows invalid) {
    try (Stream<Preference> rows = JsonLines.preferences(file, Columns.USUAL, invalid)) {
      return rows.toList();
    }
  }

  @Test
  void everyColumnIsRead() throws IOException {
    Path file =
        file(
            "\uFEFF{\"prompt\":\"Größe 😀\",\"chosen\":\"a\\nb\",\"rejected\":\"\",\"margin\":1.5,\"group\":7,\"extra\":[]}\r\n\n"
                + GOOD);
    assertEquals(
        List.of(
            new Preference("Größe 😀", "a\nb", "", OptionalDouble.of(1.5), "7"),
            new Preference("p", "yes", "no")),
        preferences(file, InvalidRows.refuse()));
  }

  @Test
  void columnsAreRenamed() throws IOException {
    Path file = file("{\"question\":\"q\",\"better\":\"a\",\"rejected\":\"b\"}");
    Columns columns = Columns.parse(List.of("prompt=question", "chosen=better"));
    try (var rows = JsonLines.preferences(file, columns, InvalidRows.refuse())) {
      assertEquals(List.of(new Preference("q", "a", "b")), rows.toList());
    }
  }

  @Test
  void aRenameOfAnUnknownColumnNamesTheNearest() {
    var error =
        assertThrows(InvalidInputException.class, () -> Columns.parse(List.of("promt=question")));
    assertTrue(error.getMessage().contains("did you mean 'prompt'?"), error.getMessage());
    assertThrows(InvalidInputException.class, () -> Columns.parse(List.of("prompt")));
  }

  static Stream<Arguments> invalidRows() {
    return Stream.of(
        Arguments.of("{\"chosen\": \"a\", ", "broken JSON", "must be one JSON object"),
        Arguments.of("{\"chosen\":\"a\"} {}", "broken JSON", "must be one JSON object"),
        Arguments.of("[1, 2]", "not a JSON object", "make a line for each element"),
        Arguments.of(
            "{\"chosen\":\"\",\"rejected\":\"b\"}", "empty chosen", "'chosen' must not be empty"),
        Arguments.of(
            "{\"chosen\":\" \",\"rejected\":\"b\"}", "empty chosen", "'chosen' must not be empty"),
        Arguments.of(
            "{\"chosen\":\"b\",\"rejected\":\"b\"}",
            "chosen identical to rejected",
            "must differ (both are b)"),
        Arguments.of(
            "{\"chosen\":3,\"rejected\":\"b\"}",
            "chosen is not text",
            "'chosen' must be text (got 3)"),
        Arguments.of("{\"chosen\":null,\"rejected\":\"b\"}", "chosen is not text", "(got null)"),
        Arguments.of(
            "{\"chosn\":\"a\",\"rejected\":\"b\"}", "no column chosen", "--column chosen=chosn"),
        Arguments.of(
            "{\"prompt\":\"a\",\"completion\":\"b\",\"label\":true}",
            "no column chosen",
            "pairs are needed"),
        Arguments.of("{\"messages\":[]}", "no column chosen", "chat 'messages'"),
        Arguments.of(
            "{\"chosen\":\"a\",\"rejected\":[{\"role\":\"user\",\"content\":\"b\"}]}",
            "chat messages",
            "list of chat messages"),
        Arguments.of(
            "{\"chosen\":\"a\",\"rejected\":\"b\",\"margin\":\"1\"}",
            "margin is not a finite number",
            "(got \"1\")"),
        Arguments.of(
            "{\"chosen\":\"a\",\"chosen\":\"c\",\"rejected\":\"b\"}", "broken JSON", "Duplicate"));
  }

  @ParameterizedTest
  @MethodSource("invalidRows")
  void anInvalidRowIsRefusedByLineOrCountedByReason(String row, String reason, String message)
      throws IOException {
    Path file = file(GOOD + "\n" + row + "\n" + GOOD + "\n");
    var error =
        assertThrows(InvalidInputException.class, () -> preferences(file, InvalidRows.refuse()));
    for (String part : List.of("data.jsonl:2: ", message, "--skip-invalid")) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
    InvalidRows skip = InvalidRows.skip();
    assertEquals(2, preferences(file, skip).size());
    assertEquals(Map.of(reason, 1), skip.skipped());
  }

  @Test
  void aLineThatIsNotUtf8IsNamed() throws IOException {
    Path file = folder.resolve("data.jsonl");
    Files.write(file, (GOOD + "\n{\"chosen\":\"\u00e9\"}").getBytes(StandardCharsets.ISO_8859_1));
    var error =
        assertThrows(InvalidInputException.class, () -> preferences(file, InvalidRows.refuse()));
    assertTrue(error.getMessage().contains("data.jsonl:2: text must be UTF-8"), error.getMessage());
  }

  @Test
  void filesWithoutAUsableRowAreRefused() throws IOException {
    for (String content : List.of("", "\n \n")) {
      var error =
          assertThrows(
              InvalidInputException.class, () -> preferences(file(content), InvalidRows.refuse()));
      assertTrue(error.getMessage().contains("is empty"), error.getMessage());
    }
    var error =
        assertThrows(
            InvalidInputException.class, () -> preferences(file("x\n{}\n"), InvalidRows.skip()));
    assertTrue(
        error.getMessage().contains("2 rows skipped: 1 broken JSON, 1 no column chosen"),
        error.getMessage());
  }

  @Test
  void whatIsNoJsonLinesFileIsRefused() {
    for (String name : List.of("missing.jsonl", "table.csv", "table.parquet", "")) {
      assertThrows(
          InvalidInputException.class,
          () -> preferences(folder.resolve(name), InvalidRows.refuse()),
          name);
    }
  }

  @Test
  void aTableWithoutItsModuleSaysHowToGetIt() throws IOException {
    Path table = Files.writeString(folder.resolve("TABLE.CSV"), "chosen,rejected\na,b\n");
    var error =
        assertThrows(InvalidInputException.class, () -> preferences(table, InvalidRows.refuse()));
    assertTrue(error.getMessage().contains("plumbline-tables"), error.getMessage());
    assertTrue(error.getMessage().contains("'./plumb' fetches it"), error.getMessage());
  }

  @Test
  void theOtherKindsAreRead() throws IOException {
    Path file = file("{\"prompt\":\"p\",\"completion\":\"c\",\"text\":\"t\",\"group\":\"g\"}");
    try (var rows = JsonLines.prompts(file, Columns.USUAL, InvalidRows.refuse())) {
      assertEquals(List.of(new Prompt("p", "g")), rows.toList());
    }
    try (var rows = JsonLines.demonstrations(file, Columns.USUAL, InvalidRows.refuse())) {
      assertEquals(List.of(new Demonstration("p", "c")), rows.toList());
    }
    try (var rows = JsonLines.exchanges(file, Columns.USUAL, InvalidRows.refuse())) {
      assertEquals(List.of(new Exchange("p", "c")), rows.toList());
    }
    try (var rows = JsonLines.texts(file, Columns.USUAL, InvalidRows.refuse())) {
      assertEquals(List.of("t"), rows.toList());
    }
    Path plain = folder.resolve("plain.txt");
    Files.writeString(plain, "one\n\n{two}\n");
    try (var rows = JsonLines.texts(plain, Columns.USUAL, InvalidRows.refuse())) {
      assertEquals(List.of("one", "{two}"), rows.toList());
    }
  }

  @Test
  void aMinusIsStandardInput() {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals(1, preferences(Path.of("-"), InvalidRows.refuse()).size());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void readingIsLazy() throws IOException {
    Path file = file(GOOD + "\nbroken\n");
    try (var rows = JsonLines.preferences(file, Columns.USUAL, InvalidRows.refuse())) {
      assertEquals("yes", rows.findFirst().orElseThrow().chosen());
    }
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Path file = folder.resolve("out.jsonl");
    List<Preference> preferences =
        List.of(
            new Preference("p\u2028", "a\"b", "c", OptionalDouble.of(0.25), "g"),
            new Preference("", "x", "y"));
    try (JsonLinesWriter writer = JsonLinesWriter.create(file)) {
      preferences.forEach(writer::write);
      writer.write(Map.of("chosen", "m", "rejected", "n"));
    }
    assertEquals(preferences, preferences(file, InvalidRows.refuse()).subList(0, 2));
    assertEquals("m", preferences(file, InvalidRows.refuse()).get(2).chosen());
  }

  @Test
  void setsThatTeachNothingAreRefused() {
    Preference same = new Preference("p", "a", "b");
    PreferenceAudit oneLabel = PreferenceAudit.of(List.of(same, new Preference("q", "a", "b")));
    var error =
        assertThrows(InvalidInputException.class, () -> oneLabel.requireTrainable("data.jsonl"));
    assertTrue(error.getMessage().contains("more than one label"), error.getMessage());
    assertThrows(
        InvalidInputException.class, () -> PreferenceAudit.of(List.of()).requireTrainable("x"));
    PreferenceAudit.of(List.of(same, same.swapped())).requireTrainable("x");
  }

  @Test
  void oddSetsAreRemarkedOn() {
    Preference one = new Preference("p", "a", "b", OptionalDouble.empty(), "g");
    PreferenceAudit audit = PreferenceAudit.of(List.of(one, one, one.swapped()));
    assertEquals(new PreferenceAudit(3, 1, 1, 2, 2, 1), audit);
    assertEquals(3, audit.remarks().size());
  }
}
