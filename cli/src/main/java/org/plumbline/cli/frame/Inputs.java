package org.plumbline.cli.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.core.hub.HubCache;
import org.plumbline.core.run.ContentHash;

/** What a run reads: every file, folder or model of a hub that one of its options names. */
final class Inputs {
  private Inputs() {}

  /** Content hashes by the words that name them. */
  static Map<String, ContentHash> of(ObjectNode options) {
    Map<String, ContentHash> inputs = new LinkedHashMap<>();
    for (JsonNode value : options) {
      add(value, inputs);
    }
    return inputs;
  }

  private static void add(JsonNode value, Map<String, ContentHash> inputs) {
    if (value.isContainerNode()) {
      value.forEach(item -> add(item, inputs));
    } else if (value.isTextual() && !value.textValue().isBlank()) {
      try {
        Path path = Path.of(value.textValue());
        Optional<Path> there =
            Files.exists(path) ? Optional.of(path) : HubCache.here().find(value.textValue());
        there.ifPresent(found -> inputs.put(value.textValue(), hash(found)));
      } catch (InvalidPathException e) {
        // A text that can be no path names no file.
        return;
      }
    }
  }

  /**
   * Of a run folder only what other commands read of it: its model or models, or its result's
   * files.
   */
  private static ContentHash hash(Path path) {
    for (String result : List.of("model", RewardFolders.MEMBERS)) {
      if (Files.isDirectory(path.resolve(result))) {
        return ContentHash.of(path.resolve(result));
      }
    }
    Path tokenizer = path.resolve("tokenizer.json");
    return Files.exists(tokenizer) && Files.exists(path.resolve("run.json"))
        ? ContentHash.of(tokenizer)
        : ContentHash.of(path);
  }
}
