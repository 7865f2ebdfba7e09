package org.plumbline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plumbline.core.report.RunFacts;
import org.plumbline.core.run.RunDescription;

/** What any run folder says of itself, for a report. */
final class RunRecord {
  private RunRecord() {}

  /** Short name: that of its folder. */
  static String name(Path folder) {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /** Where its numbers come from, and how to get them again. */
  static RunFacts facts(Path folder, RunDescription description) {
    List<RunFacts.Option> options = new ArrayList<>();
    description
        .options()
        .properties()
        .forEach(
            entry ->
                options.add(
                    new RunFacts.Option(entry.getKey(), text(entry.getValue()), "run.json")));
    List<RunFacts.Input> inputs =
        description.inputs().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> new RunFacts.Input(shortName(e.getKey()), "", e.getValue().hex()))
            .toList();
    List<RunFacts.Version> versions =
        description.versions().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> new RunFacts.Version(e.getKey(), e.getValue()))
            .toList();
    var machine = description.machine();
    return new RunFacts(
        name(folder),
        command(description, options),
        description.seed(),
        description.started().toString(),
        "%d processors, %.1f GiB, %s, %s"
            .formatted(
                machine.processors(),
                machine.memoryBytes() / (double) (1L << 30),
                machine.os(),
                machine.jvm()),
        phases(folder),
        options,
        inputs,
        versions);
  }

  private static List<RunFacts.Phase> phases(Path folder) {
    Path result = folder.resolve("result.json");
    try {
      if (Files.isRegularFile(result)) {
        double seconds =
            new JsonMapper().readTree(result.toFile()).path("seconds").asDouble(Double.NaN);
        if (Double.isFinite(seconds)) {
          return List.of(new RunFacts.Phase(name(folder), seconds, null, null));
        }
      }
    } catch (IOException e) {
      // The time of a run is worth showing, not worth losing a report for.
      return List.of();
    }
    return List.of();
  }

  private static String command(RunDescription description, List<RunFacts.Option> options) {
    StringBuilder words = new StringBuilder("plumb ").append(description.command());
    for (RunFacts.Option option : options) {
      if (!option.value().isEmpty()) {
        String value = shortName(option.value());
        words.append(" --").append(option.name()).append(' ');
        words.append(value.matches("[\\w.,:/=+-]+") ? value : "'" + value + "'");
      }
    }
    return words.append(" --seed ").append(description.seed()).toString();
  }

  /** A report goes by mail: folders of its author's machine are cut to their last two names. */
  private static String shortName(String path) {
    String[] parts = path.split("/");
    return path.startsWith("/") && parts.length > 2
        ? String.join("/", Arrays.copyOfRange(parts, parts.length - 2, parts.length))
        : path;
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return shortName(value.asText());
    }
    List<String> items = new ArrayList<>();
    value.forEach(item -> items.add(shortName(item.asText())));
    return String.join(",", items);
  }
}
