package org.plumbline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.plumbline.core.report.RunFacts;
import org.plumbline.core.run.Machine;
import org.plumbline.core.run.RunDescription;
import org.plumbline.core.run.RunFolder;

/** Where a run's numbers come from, as its folder says. */
public final class RunFactsReader {
  private RunFactsReader() {}

  /**
   * Reads {@code run.json} and the time in {@code result.json}.
   *
   * @param name of the run in the report
   * @throws org.plumbline.core.error.InvalidInputException if the folder holds no run
   */
  public static RunFacts read(String name, Path folder) {
    RunDescription run = RunFolder.describe(folder);
    List<RunFacts.Option> options = new ArrayList<>();
    run.options()
        .properties()
        .forEach(e -> options.add(new RunFacts.Option(e.getKey(), text(e.getValue()), "")));
    List<RunFacts.Input> inputs = new ArrayList<>();
    new TreeMap<>(run.inputs())
        .forEach((input, hash) -> inputs.add(new RunFacts.Input(input, "", hash.hex())));
    List<RunFacts.Version> versions = new ArrayList<>();
    new TreeMap<>(run.versions())
        .forEach((part, version) -> versions.add(new RunFacts.Version(part, version)));
    return new RunFacts(
        name,
        command(run, folder),
        run.seed(),
        run.started().toString(),
        machine(run.machine()),
        List.of(new RunFacts.Phase(run.command(), seconds(folder), null, null)),
        options,
        inputs,
        versions);
  }

  /** The command line that does it again, into another folder. */
  private static String command(RunDescription run, Path folder) {
    StringBuilder line = new StringBuilder("plumb ").append(run.command());
    for (Map.Entry<String, JsonNode> option : run.options().properties()) {
      String value = text(option.getValue());
      if (!value.isEmpty()) {
        line.append(" --").append(option.getKey()).append('=').append(quoted(value));
      }
    }
    return line.append(" --seed ")
        .append(run.seed())
        .append(" --out ")
        .append(quoted(folder + "-again"))
        .toString();
  }

  private static String text(JsonNode value) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(item.asText()));
      return String.join(",", items);
    }
    return value.isNull() ? "" : value.asText();
  }

  private static String quoted(String value) {
    return value.matches("[\\w./:=,@%+-]*") ? value : "'" + value.replace("'", "'\\''") + "'";
  }

  private static String machine(Machine machine) {
    return String.format(
        Locale.ROOT,
        "%d processors, %.1f GB of memory, %s, %s",
        machine.processors(),
        machine.memoryBytes() / 1e9,
        machine.os(),
        machine.jvm());
  }

  private static double seconds(Path folder) {
    Path result = folder.resolve("result.json");
    try {
      return Files.exists(result)
          ? new JsonMapper().readTree(result.toFile()).path("seconds").asDouble()
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
