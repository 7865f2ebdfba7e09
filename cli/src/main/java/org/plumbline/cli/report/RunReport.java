package org.plumbline.cli.report;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.policy.Evaluation;
import org.plumbline.core.report.Arm;
import org.plumbline.core.report.ArmOutcome;
import org.plumbline.core.report.Frontier;
import org.plumbline.core.report.GoldReward;
import org.plumbline.core.report.Report;
import org.plumbline.core.report.Sample;
import org.plumbline.core.report.SampleRow;
import org.plumbline.core.report.Verdict;
import org.plumbline.core.report.VerdictWriter;

/**
 * Makes a report of runs of {@code plumb rl} and, if there is one, of {@code plumb reward eval}.
 *
 * <p>Runs with the same label are seeds of one arm. All must have been evaluated on the same
 * prompts.
 */
public final class RunReport {
  private static final int SAMPLED_PROMPTS = 48;

  private final String title;
  private final UnaryOperator<String> aboutGold;

  /**
   * A maker of reports.
   *
   * @param aboutGold what measures a gold reward of this name, in a sentence
   */
  public RunReport(String title, UnaryOperator<String> aboutGold) {
    this.title = title;
    this.aboutGold = aboutGold;
  }

  /** The report of these run folders. */
  public Report of(List<Path> folders, Optional<Path> rewardEvaluation) {
    require(!folders.isEmpty(), "a report needs at least one run of 'plumb rl' (got none)");
    List<PolicyRun> runs = folders.stream().map(PolicyRun::read).toList();
    Map<String, List<PolicyRun>> byLabel = new LinkedHashMap<>();
    runs.forEach(run -> byLabel.computeIfAbsent(run.label(), label -> new ArrayList<>()).add(run));
    List<Arm> arms = byLabel.values().stream().map(RunReport::arm).toList();
    RewardEvaluationFile rewards =
        rewardEvaluation.map(RewardEvaluationFile::read).orElse(RewardEvaluationFile.NONE);
    return new Report(
        title,
        verdict(byLabel, arms),
        gold(runs.getFirst().golds()),
        arms,
        Frontier.of(arms),
        rewards.accuracies(),
        rewards.calibration(),
        rewards.agreement(),
        samples(byLabel),
        runs.stream().map(PolicyRun::facts).toList());
  }

  private static Arm arm(List<PolicyRun> seeds) {
    PolicyRun first = seeds.getFirst();
    return new Arm(
        first.name(), first.label(), kind(first), seeds.stream().map(PolicyRun::curve).toList());
  }

  private static Arm.Kind kind(PolicyRun run) {
    if (run.resets()) {
      return Arm.Kind.ELASTIC_RESET;
    }
    String label = run.label();
    if (label.contains("average")) {
      return Arm.Kind.AVERAGE;
    }
    return label.contains("ensemble") ? Arm.Kind.ENSEMBLE : Arm.Kind.SINGLE;
  }

  private GoldReward gold(List<String> golds) {
    if (golds.isEmpty()) {
      return new GoldReward("gold reward", "No gold reward was measured.");
    }
    String first = golds.getFirst();
    return golds.size() == 1
        ? new GoldReward(first, aboutGold.apply(first))
        : new GoldReward(
            first, aboutGold.apply(first), golds.get(1), aboutGold.apply(golds.get(1)));
  }

  private static Verdict verdict(Map<String, List<PolicyRun>> byLabel, List<Arm> arms) {
    List<List<PolicyRun>> groups = List.copyOf(byLabel.values());
    if (groups.stream().flatMap(List::stream).anyMatch(run -> run.golds().isEmpty())) {
      return Verdict.none(
          "No gold reward was measured, so nothing can be said of who was fooled; give --gold to 'plumb rl'.");
    }
    boolean second = groups.stream().flatMap(List::stream).allMatch(run -> run.golds().size() > 1);
    List<ArmOutcome> outcomes = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      double[][] gold = golds(groups.get(i), PolicyRun::last, 0);
      outcomes.add(
          second
              ? new ArmOutcome(arms.get(i), gold, golds(groups.get(i), PolicyRun::last, 1))
              : new ArmOutcome(arms.get(i), gold));
    }
    double[][] initial = golds(groups.getFirst(), PolicyRun::initial, 0);
    return second
        ? VerdictWriter.write(initial, golds(groups.getFirst(), PolicyRun::initial, 1), outcomes)
        : VerdictWriter.write(initial, outcomes);
  }

  /** A gold reward of every seed and prompt, [seeds, prompts]. */
  private static double[][] golds(
      List<PolicyRun> seeds, Function<PolicyRun, Evaluation> when, int index) {
    return seeds.stream().map(run -> run.gold(when.apply(run), index)).toArray(double[][]::new);
  }

  /** The first seed of every arm, at every step at which all were evaluated. */
  private static List<SampleRow> samples(Map<String, List<PolicyRun>> byLabel) {
    List<PolicyRun> runs = byLabel.values().stream().map(List::getFirst).toList();
    List<SampleRow> rows = new ArrayList<>();
    for (Evaluation shown : runs.getFirst().evaluations()) {
      List<Evaluation> all = new ArrayList<>();
      for (PolicyRun run : runs) {
        run.evaluations().stream()
            .filter(e -> e.step() == shown.step())
            .findFirst()
            .ifPresent(all::add);
      }
      if (all.size() == runs.size()) {
        int prompts = Math.min(SAMPLED_PROMPTS, shown.rows().size());
        for (int prompt = 0; prompt < prompts; prompt++) {
          rows.add(row(runs, all, prompt));
        }
      }
    }
    return rows;
  }

  private static SampleRow row(List<PolicyRun> runs, List<Evaluation> evaluations, int prompt) {
    PolicyRun first = runs.getFirst();
    List<Sample> texts = new ArrayList<>();
    texts.add(sample(Arm.INITIAL, first.initial().rows().get(prompt), first.golds(), false));
    for (int i = 0; i < runs.size(); i++) {
      Evaluation.Row row = evaluations.get(i).rows().get(prompt);
      texts.add(sample(runs.get(i).name(), row, runs.get(i).golds(), true));
    }
    Evaluation.Row initial = first.initial().rows().get(prompt);
    return new SampleRow(
        Math.toIntExact(evaluations.getFirst().step()), initial.exchange().prompt(), prompt, texts);
  }

  private static Sample sample(
      String arm, Evaluation.Row row, List<String> golds, boolean withProxy) {
    return new Sample(
        arm,
        row.exchange().completion(),
        withProxy ? row.proxy() : null,
        gold(row, golds, 0),
        gold(row, golds, 1));
  }

  private static @Nullable Double gold(Evaluation.Row row, List<String> golds, int index) {
    return index < golds.size() ? row.gold().get(golds.get(index)) : null;
  }
}
