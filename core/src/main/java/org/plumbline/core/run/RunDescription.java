package org.plumbline.core.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.plumbline.core.error.InvalidInputException;

/**
 * What a run is: enough to do it again.
 *
 * @param command its words, for example {@code reward train}
 * @param options every resolved option, by name
 * @param seed the root of all its randomness
 * @param versions of Plumbline and of the libraries that numbers depend on
 * @param inputs content hash of each file or model that it reads, by option name or path
 * @param gitRevision of the folder that it was started in, if that is a checkout
 * @param machine where it runs
 * @param started when, to the second
 */
public record RunDescription(
    String command,
    ObjectNode options,
    long seed,
    Map<String, String> versions,
    Map<String, ContentHash> inputs,
    Optional<String> gitRevision,
    Machine machine,
    Instant started) {

  static final JsonMapper JSON = new JsonMapper();

  public RunDescription {
    options = options.deepCopy();
    versions = Map.copyOf(versions);
    inputs = Map.copyOf(inputs);
  }

  /** A run that starts now, here. */
  public static RunDescription now(
      String command,
      ObjectNode options,
      long seed,
      Map<String, String> versions,
      Map<String, ContentHash> inputs) {
    return new RunDescription(
        command,
        options,
        seed,
        versions,
        inputs,
        GitRevision.of(Path.of("").toAbsolutePath()),
        Machine.here(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** As it stands in {@code run.json}. */
  ObjectNode toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("command", command);
    json.set("options", options);
    json.put("seed", seed);
    ObjectNode library = json.putObject("versions");
    new TreeMap<>(versions).forEach(library::put);
    ObjectNode hashes = json.putObject("inputs");
    new TreeMap<>(inputs).forEach((name, hash) -> hashes.put(name, hash.hex()));
    gitRevision.ifPresent(revision -> json.put("git_revision", revision));
    ObjectNode place = json.putObject("machine");
    place.put("processors", machine.processors());
    place.put("memory_bytes", machine.memoryBytes());
    place.put("heap_bytes", machine.heapBytes());
    place.put("jvm", machine.jvm());
    place.put("os", machine.os());
    json.put("started", started.toString());
    return json;
  }

  /** From {@code run.json}. */
  static RunDescription fromJson(JsonNode json) {
    Map<String, ContentHash> hashes = new LinkedHashMap<>();
    json.path("inputs")
        .properties()
        .forEach(e -> hashes.put(e.getKey(), new ContentHash(e.getValue().asText())));
    Map<String, String> versions = new LinkedHashMap<>();
    json.path("versions")
        .properties()
        .forEach(e -> versions.put(e.getKey(), e.getValue().asText()));
    JsonNode place = json.path("machine");
    return new RunDescription(
        json.path("command").asText(),
        json.path("options") instanceof ObjectNode options ? options : JSON.createObjectNode(),
        json.path("seed").asLong(),
        versions,
        hashes,
        Optional.ofNullable(json.path("git_revision").textValue()),
        new Machine(
            place.path("processors").asInt(),
            place.path("memory_bytes").asLong(),
            place.path("heap_bytes").asLong(),
            place.path("jvm").asText(),
            place.path("os").asText()),
        Instant.parse(json.path("started").asText()));
  }

  /**
   * Throws if this run would not go on with an earlier one's work.
   *
   * @param mayDiffer option names that change no result, for example {@code quiet}
   */
  void requireContinues(RunDescription earlier, Path folder, Set<String> mayDiffer) {
    List<String> differences = new ArrayList<>();
    compare("command", earlier.command, command, differences);
    compare("seed", Long.toString(earlier.seed), Long.toString(seed), differences);
    Set<String> names = new TreeSet<>();
    options.fieldNames().forEachRemaining(names::add);
    earlier.options.fieldNames().forEachRemaining(names::add);
    names.removeAll(mayDiffer);
    for (String name : names) {
      compare(name, text(earlier.options.path(name)), text(options.path(name)), differences);
    }
    Set<String> files = new TreeSet<>(inputs.keySet());
    files.addAll(earlier.inputs.keySet());
    for (String file : files) {
      compare(
          "content of " + file,
          shortHash(earlier.inputs, file),
          shortHash(inputs, file),
          differences);
    }
    if (!differences.isEmpty()) {
      throw new InvalidInputException(
          "the run in '%s' cannot be resumed as something else: %s. Resume it with what it began with, or give another --out"
              .formatted(folder, String.join("; ", differences)));
    }
  }

  private static String shortHash(Map<String, ContentHash> inputs, String name) {
    ContentHash hash = inputs.get(name);
    return hash == null ? "not given" : hash.shortForm();
  }

  private static String text(JsonNode node) {
    return node.isMissingNode()
        ? "not given"
        : node.isTextual() ? node.textValue() : node.toString();
  }

  private static void compare(String name, String was, String is, List<String> differences) {
    if (!was.equals(is)) {
      differences.add("%s was %s, now %s".formatted(name, was, is));
    }
  }
}
