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
import java.util.Set;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.core.hub.HubCache;
import org.plumbline.core.run.ContentHash;

/** What a run reads: every file, folder or model of a hub that one of its options names. */
final class Inputs {
  /** What a run tells about itself, which is no result of it: it changes when the run goes on. */
  private static final Set<String> ABOUT_THE_RUN =
      Set.of("run.json", "complete.json", "log.txt", "metrics.jsonl");

  /** Answers that were paid; what was made of them lies beside them. */
  private static final String CACHE = ".sqlite";

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
    } else if (value.isTextual()) {
      add(value.textValue(), inputs);
      // LABEL=MODEL|FILE of an evaluation's arms names two.
      String[] parts = value.textValue().split("[=|]");
      for (int i = 1; i < parts.length; i++) {
        add(parts[i], inputs);
      }
    }
  }

  private static void add(String word, Map<String, ContentHash> inputs) {
    if (word.isBlank()) {
      return;
    }
    try {
      Path path = Path.of(word);
      Optional<Path> there = Files.exists(path) ? Optional.of(path) : HubCache.here().find(word);
      there.ifPresent(found -> inputs.put(word, hash(found)));
    } catch (InvalidPathException e) {
      // A text that can be no path names no file.
      return;
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
    if (!Files.exists(path.resolve("run.json"))) {
      return ContentHash.of(path);
    }
    return Files.exists(tokenizer)
        ? ContentHash.of(tokenizer)
        : ContentHash.of(path, name -> !ABOUT_THE_RUN.contains(name) && !name.contains(CACHE));
  }
}
