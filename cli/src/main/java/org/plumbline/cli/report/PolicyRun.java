package org.plumbline.cli.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
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
    return RunRecord.name(folder);
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
    return RunRecord.facts(folder, description);
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
