package org.plumbline.cli.frame;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.plumbline.core.file.DurableFiles;

/** Results as JSON, printed and kept; a class of its own because Jackson takes time to load. */
final class ResultJson {
  /** In the folder of a run that has come to its end. */
  static final String FILE = "result.json";

  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ResultJson() {}

  /** As a tree; names get underscores. */
  static ObjectNode of(Object value) {
    return JSON.valueToTree(value);
  }

  /** As something else that JSON can be; names get underscores. */
  static <T> T of(Object value, TypeReference<T> type) {
    return JSON.convertValue(value, type);
  }

  /** Keeps a result, which says that the run has come to its end. */
  static void write(Path folder, JsonNode result) {
    try {
      DurableFiles.write(folder.resolve(FILE), result.toPrettyString() + "\n");
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write the result to '%s'".formatted(folder), "Make room and go on with --resume", e);
    }
  }

  /** The result of a run that has come to its end. */
  static Optional<JsonNode> read(Path folder) {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw DurableFiles.failure("read '%s'".formatted(file), "Delete it and go on", e);
    }
  }
}
