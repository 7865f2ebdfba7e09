package org.plumbline.cli.game;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.plumbline.cli.game.ShortcutTrial.Played;
import org.plumbline.cli.game.ShortcutTrial.Reports;
import org.plumbline.cli.game.ShortcutTrial.Shortcut;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.stats.Estimate;
import org.plumbline.mechanism.sampled.Lie;
import org.plumbline.mechanism.sampled.PaymentEstimate;

/**
 * Which shortcut for the policy without a group keeps the truth best, shown on a transformer whose
 * texts are all listed, beside the game over those texts that is solved exactly.
 */
final class ShortcutTrialTest {
  private static final double LAMBDA = 1;
  private static final int GAMES = 6;

  /** The payer outweighs the others, who have nothing of the joint training. */
  private static final double[] LARGE_PAYER = {3, 2, 1};

  /**
   * The others have much of it, so that checkpoints are better for them than the initial policy.
   */
  private static final double[] SMALL_PAYER = {2, 3, 2};

  private static final List<Lie> FEW =
      List.of(new Lie.Inflated(1.15), new Lie.Inflated(1.4), new Lie.Inflated(0.5));
  private static final List<Lie> MANY =
      List.of(
          new Lie.Inflated(1.1),
          new Lie.Inflated(1.2),
          new Lie.Inflated(1.4),
          new Lie.Inflated(2),
          new Lie.Inflated(0.85),
          new Lie.Inflated(0.5),
          new Lie.Exaggerated(1.5),
          new Lie.Exaggerated(3),
          new Lie.Shifted(-0.2),
          new Lie.Random(1, 1),
          new Lie.Random(2, 1));

  /** Rounding of the model, which computes in single precision. */
  private static final double ROUNDING = 1e-5;

  @Test
  void byAWarmStartALieWinsMoreThanTheJointPolicyLacks() {
    double gain = gainAboveTheGap(new WelfareTraining.Summed(), LARGE_PAYER, Shortcut.WARM_START);
    assertTrue(gain > ROUNDING, "above the gap: " + gain);
  }

  @Test
  void byCheckpointsALieWinsToo() {
    double gain = gainAboveTheGap(new WelfareTraining.Summed(), SMALL_PAYER, Shortcut.CHECKPOINTS);
    assertTrue(gain > ROUNDING, "above the gap: " + gain);
  }

  @Test
  void trainedByRlooTheFewerStepsKeepTheTruthBestUpToTheGap() {
    var training = new WelfareTraining.Sampled(16, new Seeds(5));
    double gain = gainAboveTheGap(training, SMALL_PAYER, Shortcut.FEWER_STEPS);
    assertTrue(gain <= ROUNDING, "above the gap: " + gain);
  }

  /** The most that a lie wins by one shortcut, less the gap; what the others promise must hold. */
  private static double gainAboveTheGap(WelfareTraining training, double[] sizes, Shortcut shown) {
    EnumeratedTexts texts = EnumeratedTexts.of(3, 2, new Seeds(1));
    Reports truth = new Reports(texts.rewards(), sizes);
    ShortcutTrial trial = trial(texts, truth, training, 40);
    List<Played> lies = FEW.stream().map(lie -> trial.play(truth.with(lie))).toList();
    requirePromises(trial, lies);
    double free = largest(lies, trial::gainIfNobodyPays);
    assertTrue(free > trial.gap() + ROUNDING, "without payments lies win; " + free);
    return largest(lies, lie -> trial.gain(shown, lie)) - trial.gap();
  }

  /** No lie wins more than is published, by any shortcut that promises something. */
  private static void requirePromises(ShortcutTrial trial, List<Played> lies) {
    for (Shortcut shortcut :
        List.of(Shortcut.RETRAINED, Shortcut.FEWER_STEPS, Shortcut.CHECKPOINTS)) {
      double gain = largest(lies, lie -> trial.gain(shortcut, lie));
      double epsilon = trial.epsilon(shortcut);
      assertTrue(gain <= epsilon + ROUNDING, shortcut + " wins " + gain + " > " + epsilon);
    }
  }

  private static double largest(List<Played> lies, ToDoubleFunction<Played> gain) {
    return lies.stream().mapToDouble(gain).max().orElseThrow();
  }

  @Test
  void thePolicyWithoutAGroupDoesNotHangOnItsReport() {
    EnumeratedTexts texts = EnumeratedTexts.of(2, 2, new Seeds(2));
    Reports truth = new Reports(texts.rewards(), LARGE_PAYER);
    ShortcutTrial trial =
        new ShortcutTrial(
            texts,
            truth,
            LAMBDA,
            new WelfareTraining.Sampled(8, new Seeds(6)),
            new WelfareTraining.Length(4, 2, 0.03));
    List<double[]> honest = trial.trainedWithout(truth);
    List<double[]> lying = trial.trainedWithout(truth.with(new Lie.Inflated(5)));
    for (int k = 0; k < honest.size(); k++) {
      assertArrayEquals(honest.get(k), lying.get(k), 0.0);
    }
    assertTrue(!Arrays.equals(honest.getFirst(), honest.getLast()), "it was trained");
  }

  @Test
  void everyTextIsListedOnce() {
    EnumeratedTexts texts = EnumeratedTexts.of(3, 3, new Seeds(3));
    assertEquals(85, texts.size());
    double sum = Arrays.stream(texts.distribution(texts.policy().lm())).map(Math::exp).sum();
    assertEquals(1, sum, 1e-12);
  }

  /** Writes the figures of {@code docs/mechanism.md} into {@code target/shortcuts.md}. */
  @Test
  @Tag("slow")
  void theTableOfTheGuide() throws IOException {
    List<String> lines = new ArrayList<>();
    for (double[] sizes : List.of(LARGE_PAYER, SMALL_PAYER)) {
      for (boolean summed : new boolean[] {true, false}) {
        lines.add(
            "%s, sizes %s".formatted(summed ? "summed gradient" : "RLOO", Arrays.toString(sizes)));
        lines.addAll(table(sizes, summed));
        Files.write(Path.of("target", "shortcuts.md"), lines);
      }
    }
  }

  private static List<String> table(double[] sizes, boolean summed) {
    List<ShortcutTrial> trials = new ArrayList<>();
    List<List<Played>> lies = new ArrayList<>();
    for (long seed = 1; seed <= GAMES; seed++) {
      EnumeratedTexts texts = EnumeratedTexts.of(3, 3, new Seeds(seed));
      Reports truth = new Reports(texts.rewards(), sizes);
      WelfareTraining training =
          summed ? new WelfareTraining.Summed() : new WelfareTraining.Sampled(32, new Seeds(seed));
      ShortcutTrial trial = trial(texts, truth, training, 80);
      List<Played> played = MANY.stream().map(lie -> trial.play(truth.with(lie))).toList();
      requirePromises(trial, played);
      trials.add(trial);
      lies.add(played);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "| exact | %s | if nobody pays %s | gap %s |"
            .formatted(
                mean(trials, ShortcutTrial::exactPayment),
                most(best(trials, lies, ShortcutTrial::gainIfNobodyPays)),
                mean(trials, ShortcutTrial::gap)));
    lines.add(importance(trials));
    for (Shortcut shortcut : Shortcut.values()) {
      lines.add(
          "| %s | %s | %s | %s |"
              .formatted(
                  shortcut,
                  mean(trials, t -> t.payment(shortcut, t.honest()) - t.exactPayment()),
                  most(best(trials, lies, (t, lie) -> t.gain(shortcut, lie))),
                  mean(trials, t -> t.epsilon(shortcut))));
    }
    return lines;
  }

  private static String mean(List<ShortcutTrial> trials, ToDoubleFunction<ShortcutTrial> number) {
    return text(trials.stream().mapToDouble(number).toArray());
  }

  private static String importance(List<ShortcutTrial> trials) {
    List<Double> errors = new ArrayList<>();
    int refused = 0;
    for (int k = 0; k < 100; k++) {
      ShortcutTrial trial = trials.get(k % trials.size());
      switch (trial.importance(512, new Seeds(k).stream("draws"))) {
        case PaymentEstimate.Accepted accepted ->
            errors.add(accepted.value() - trial.exactPayment());
        case PaymentEstimate.Refused no -> refused++;
      }
    }
    return errors.isEmpty()
        ? "| IMPORTANCE | all refused |"
        : "| IMPORTANCE | %s | %d of 100 refused |"
            .formatted(text(errors.stream().mapToDouble(e -> e).toArray()), refused);
  }

  /** The largest gain of any lie in each game. */
  private static double[] best(
      List<ShortcutTrial> trials,
      List<List<Played>> lies,
      ToDoubleBiFunction<ShortcutTrial, Played> gain) {
    double[] best = new double[trials.size()];
    Arrays.setAll(best, k -> largest(lies.get(k), lie -> gain.applyAsDouble(trials.get(k), lie)));
    return best;
  }

  private static String most(double[] values) {
    return String.format(
        Locale.ROOT,
        "%.4f, at most %.4f",
        Estimate.mean(values).value(),
        Arrays.stream(values).max().orElseThrow());
  }

  private static String text(double[] values) {
    Estimate mean = Estimate.mean(values);
    return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", mean.value(), mean.low(), mean.high());
  }

  private static ShortcutTrial trial(
      EnumeratedTexts texts, Reports truth, WelfareTraining training, long steps) {
    return new ShortcutTrial(
        texts, truth, LAMBDA, training, new WelfareTraining.Length(steps, 10, 0.03));
  }
}
