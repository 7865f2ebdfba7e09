package org.plumbline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.policy.Evaluation;
import org.plumbline.cli.source.GoldRewards;
import org.plumbline.core.report.Curve;
import org.plumbline.core.report.CurvePoint;
import org.plumbline.core.report.Diagnostic;
import org.plumbline.core.report.Mark;
import org.plumbline.core.report.Measured;
import org.plumbline.core.report.RunFacts;
import org.plumbline.core.run.RunDescription;
import org.plumbline.core.run.RunFolder;
import org.plumbline.core.score.ScoredText;
import org.plumbline.core.text.TextStatistics;

/**
 * One run of {@code plumb rl}, read from its folder.
 *
 * @param folder where it lies
 * @param description what it is
 * @param evaluations in the order of their steps
 * @param golds names of the gold rewards, the main one first
 */
record PolicyRun(
    Path folder, RunDescription description, List<Evaluation> evaluations, List<String> golds) {
  private static final double ROUNDING = 1e-4;

  static PolicyRun read(Path folder) {
    List<Evaluation> evaluations = new EvaluationLog(folder).read();
    List<String> golds = new ArrayList<>();
    for (JsonNode name : RunFolder.describe(folder).options().path("gold")) {
      golds.add(GoldRewards.name(name.asText()));
    }
    return new PolicyRun(folder, RunFolder.describe(folder), evaluations, golds);
  }

  /** Short name: that of its folder. */
  String name() {
    return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
  }

  /** What readers call it. */
  String label() {
    String label = option("label");
    return label.isEmpty() ? name() : label;
  }

  String option(String name) {
    return description.options().path(name).asText("");
  }

  long number(String name) {
    return description.options().path(name).asLong(0);
  }

  boolean resets() {
    return number("reset-every") > 0;
  }

  Evaluation initial() {
    return evaluations.getFirst();
  }

  Evaluation last() {
    return evaluations.getLast();
  }

  /**
   * A gold reward of every prompt at an evaluation.
   *
   * @param index 0 for the main one
   */
  double[] gold(Evaluation evaluation, int index) {
    String name = golds.get(index);
    return evaluation.rows().stream()
        .mapToDouble(row -> row.gold().getOrDefault(name, Double.NaN))
        .toArray();
  }

  Curve curve() {
    List<CurvePoint> points = evaluations.stream().map(this::point).toList();
    return new Curve(description.seed(), points, marks());
  }

  private CurvePoint point(Evaluation e) {
    Map<Diagnostic, Double> diagnostics = new EnumMap<>(Diagnostic.class);
    diagnostics.put(Diagnostic.TOKENS, e.tokens());
    diagnostics.put(Diagnostic.PERPLEXITY, e.initialPerplexity());
    diagnostics.put(Diagnostic.WORDS, mean(e, row -> statistics(row).words()));
    diagnostics.put(Diagnostic.REPETITION, mean(e, row -> 1 - statistics(row).distinctThree()));
    List<String> texts = e.rows().stream().map(row -> row.exchange().completion()).toList();
    diagnostics.put(Diagnostic.SAMENESS, 1 - TextStatistics.distinct(texts, 3));
    diagnostics.put(Diagnostic.NUMBERS, mean(e, row -> statistics(row).numeric()));
    diagnostics.put(Diagnostic.UNFINISHED, mean(e, row -> unfinished(row) ? 1 : 0));
    return new CurvePoint(
        Math.toIntExact(e.step()),
        // The estimate of a policy that has not moved yet differs from zero by rounding.
        e.klNats() < ROUNDING ? 0 : e.klNats(),
        Measured.mean(e.rows().stream().mapToDouble(Evaluation.Row::proxy).toArray()),
        measured(e, 0),
        measured(e, 1),
        diagnostics);
  }

  private @Nullable Measured measured(Evaluation e, int gold) {
    if (gold >= golds.size()) {
      return null;
    }
    return Measured.mean(gold(e, gold));
  }

  private List<Mark> marks() {
    List<Mark> marks = new ArrayList<>();
    long every = number("reset-every");
    long updates = Math.max(1, number("minibatches"));
    for (long step = 1; every > 0 && step <= last().step(); step++) {
      if (step * updates / every > (step - 1) * updates / every) {
        marks.add(new Mark(Math.toIntExact(step), Mark.Type.RESET));
      }
    }
    if (!golds.isEmpty()) {
      long best = 0;
      double highest = Double.NEGATIVE_INFINITY;
      for (Evaluation e : evaluations) {
        double gold = e.gold(golds.getFirst());
        if (gold > highest) {
          highest = gold;
          best = e.step();
        }
      }
      marks.add(new Mark(Math.toIntExact(best), Mark.Type.EARLY_STOP));
    }
    return marks;
  }

  RunFacts facts() {
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
        name(),
        command(options),
        description.seed(),
        description.started().toString(),
        "%d processors, %.1f GiB, %s, %s"
            .formatted(
                machine.processors(),
                machine.memoryBytes() / (double) (1L << 30),
                machine.os(),
                machine.jvm()),
        phases(),
        options,
        inputs,
        versions);
  }

  private List<RunFacts.Phase> phases() {
    Path result = folder.resolve("result.json");
    try {
      if (Files.isRegularFile(result)) {
        double seconds =
            new JsonMapper().readTree(result.toFile()).path("seconds").asDouble(Double.NaN);
        if (Double.isFinite(seconds)) {
          return List.of(new RunFacts.Phase(name(), seconds, null, null));
        }
      }
    } catch (IOException e) {
      // The time of a run is worth showing, not worth losing a report for.
      return List.of();
    }
    return List.of();
  }

  private String command(List<RunFacts.Option> options) {
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

  private static double mean(Evaluation e, ToDoubleFunction<Evaluation.Row> value) {
    return e.rows().stream().mapToDouble(value).average().orElse(0);
  }

  private static TextStatistics statistics(Evaluation.Row row) {
    return TextStatistics.of(row.exchange().completion());
  }

  private static boolean unfinished(Evaluation.Row row) {
    ScoredText text = ScoredText.of(row.exchange());
    return text.empty() || !text.finished();
  }
}
