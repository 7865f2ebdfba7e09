package org.plumbline.core.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.error.InvalidInputException;

final class ExamplesTest {
  private static final String CHAT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"}]";

  @TempDir Path folder;

  @Test
  void aRowIsAChatIfItHasMessagesAndElseADemonstration() throws IOException {
    List<Example> rows =
        read(
            Columns.USUAL,
            CHAT + "}",
            CHAT + ",\"tools\":[{\"name\":\"f\"}],\"prompt\":\"p\",\"completion\":\"c\"}",
            "{\"prompt\":\"p\",\"completion\":\"c\",\"messages\":null}");
    Chat first = assertInstanceOf(Chat.class, rows.get(0));
    assertEquals(2, first.messages().size());
    assertEquals("b", first.messages().get(1).path("content").asText());
    assertTrue(first.tools().isEmpty());
    Chat second = assertInstanceOf(Chat.class, rows.get(1));
    assertEquals("f", second.tools().orElseThrow().path(0).path("name").asText());
    assertEquals(new Demonstration("p", "c"), rows.get(2));
  }

  @Test
  void messagesOfAnotherNameAreRead() throws IOException {
    List<Example> rows =
        read(
            Columns.parse(List.of("messages=conversation")),
            CHAT.replace("messages", "conversation") + "}");
    assertInstanceOf(Chat.class, rows.getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\":[]}",
        "{\"messages\":\"hello\"}",
        "{\"messages\":{\"role\":\"user\"}}",
        "{\"messages\":[\"hello\"]}",
        "{\"messages\":[{\"content\":\"no role\"}]}",
        "{\"messages\":[{\"role\":7,\"content\":\"x\"}]}"
      })
  void messagesThatAreNoneAreRefusedByLine(String row) {
    var error =
        assertThrows(InvalidInputException.class, () -> read(Columns.USUAL, CHAT + "}", row));
    assertTrue(error.getMessage().contains("data.jsonl:2"), error.getMessage());
    assertTrue(error.getMessage().contains("\"role\": \"user\""), error.getMessage());
  }

  private List<Example> read(Columns columns, String... lines) throws IOException {
    Path file = Files.write(folder.resolve("data.jsonl"), List.of(lines));
    try (var rows = JsonLines.examples(file, columns, InvalidRows.refuse())) {
      return rows.toList();
    }
  }
}
