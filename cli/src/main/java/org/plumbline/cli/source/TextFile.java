package org.plumbline.cli.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/** Reads documents: JSON Lines with a column {@code text}, or plain lines; blank lines are none. */
final class TextFile {
  private static final JsonMapper JSON = new JsonMapper();

  private TextFile() {}

  static List<String> read(String name) {
    boolean rows = name.endsWith(".jsonl");
    List<String> texts = new ArrayList<>();
    try (BufferedReader in = open(name)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank()) {
          texts.add(rows ? text(name, number, line) : line);
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(name, DurableFiles.reason(e)), e);
    }
    return texts;
  }

  private static BufferedReader open(String name) throws IOException {
    return name.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : Files.newBufferedReader(Path.of(name));
  }

  private static String text(String name, int number, String line) {
    try {
      JsonNode text = JSON.readTree(line).path("text");
      if (text.isTextual()) {
        return text.textValue();
      }
    } catch (JsonProcessingException e) {
      throw broken(name, number, e.getOriginalMessage());
    }
    throw broken(name, number, "it has no text in the column 'text'");
  }

  private static InvalidInputException broken(String name, int number, String what) {
    return new InvalidInputException(
        "'%s' line %d must be a JSON object like {\"text\": \"...\"}: %s"
            .formatted(name, number, what));
  }
}
