package org.plumbline.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.report.Comparison.Finding;

class VerdictWriterTest {
  private static final double[][] INITIAL = {{0, 0, 0, 0}};

  /**
   * Differences 1, 2, 3, 2: mean 2, standard error sqrt(2/3)/2 = 0.408, Student's t of 3 degrees at
   * 97.5 % is 3.182, so the interval reaches 1.299 to each side; t = 4.90, p = 0.0163.
   */
  @Test
  void aGainThatLeavesZeroOutIsNamedWithItsIntervalAndDrift() {
    Verdict verdict = VerdictWriter.write(INITIAL, List.of(outcome("x", 1, 2, 3, 2)));
    assertEquals(
        List.of(
            "Against x the policy gained 2.0 gold reward (95 % interval 0.7 to 3.3) at a KL of 9.0 nats a sequence."),
        verdict.headline());
    Comparison gain = verdict.comparisons().getFirst();
    assertEquals(Finding.MORE, gain.finding());
    assertEquals(0.0163, value(gain.p()), 5e-5);
    assertEquals(2 - 1.2992, value(gain.low()), 1e-4);
    // (3.1824 + 0.9785) standard errors
    assertEquals(4.1609 * 0.40825, value(gain.smallest()), 1e-3);
  }

  @Test
  void aLossIsCalledALoss() {
    Verdict verdict = VerdictWriter.write(INITIAL, List.of(outcome("x", -1, -2, -3, -2)));
    assertTrue(
        verdict.headline().getFirst().contains("lost 2.0 gold reward (95 % interval 0.7 to 3.3)"),
        verdict.headline().getFirst());
  }

  /** Differences 0, -1, 1, 0: mean 0, the same standard error as above. */
  @Test
  void armsThatOverlapHaveNoWinnerButASmallestDifference() {
    Verdict verdict =
        VerdictWriter.write(INITIAL, List.of(outcome("x", 1, 2, 3, 2), outcome("y", 1, 3, 2, 2)));
    assertEquals(
        "No difference was seen between x and y: 0.0 gold reward (95 % interval \u22121.3 to 1.3);"
            + " paired t test over 4 prompts; the smallest difference this run could have seen at"
            + " 80 % power is 1.7.",
        verdict.headline().get(1));
    assertFalse(verdict.headline().get(1).matches(".*(above|below|better|significant).*"));
  }

  @Test
  void aClearWinnerIsNamedWithItsTestAndCorrectedP() {
    Verdict verdict =
        VerdictWriter.write(INITIAL, List.of(outcome("y", 1, 3, 2, 2), outcome("x", 5, 6, 7, 6)));
    String sentence = verdict.headline().get(1);
    assertTrue(
        sentence.startsWith(
            "X ended above y by 4.0 gold reward (95 % interval 2.7 to 5.3) (paired t test over 4 prompts, p = "),
        sentence);
    assertTrue(sentence.endsWith("after Holm's correction)."), sentence);
    assertTrue(verdict.headline().getFirst().startsWith("Against x the policy gained 6.0"));
  }

  /** The interval leaves zero out (p = 0.0163), but among ten comparisons that is not enough. */
  @Test
  void whatDoesNotStandAfterHolmIsCalledUnsure() {
    List<ArmOutcome> arms =
        List.of(
            outcome("a", 1, 2, 3, 2),
            outcome("b", 1, -1, 0, 0),
            outcome("c", 0, 1, 0, -1),
            outcome("d", -1, 0, 1, 0));
    Verdict verdict = VerdictWriter.write(INITIAL, arms);
    assertEquals(Finding.UNCERTAIN, verdict.comparisons().getFirst().finding());
    assertTrue(
        verdict
            .headline()
            .getFirst()
            .startsWith(
                "Against a the policy changed by 2.0 gold reward (95 % interval 0.7 to 3.3), which is not sure (p = "),
        verdict.headline().getFirst());
    assertTrue(
        verdict.headline().get(1).startsWith("No sure difference was seen between any two arms"),
        verdict.headline().get(1));
  }

  /** Mean 0 and mean 0.25, both within the noise. */
  @Test
  void armsThatAllStayedAreSaidSoOnce() {
    String sentence =
        VerdictWriter.write(INITIAL, List.of(outcome("x", 0, -1, 1, 0), outcome("y", 1, 1, -1, 0)))
            .headline()
            .getFirst();
    assertTrue(
        sentence.startsWith(
            "No change of gold reward was seen in any arm: against y 0.3 (95 % interval "),
        sentence);
    assertTrue(sentence.contains("; against x 0.0 (\u22121.3 to 1.3) at a KL of 9.0."), sentence);
  }

  @Test
  void aSinglePromptIsTooFewToTell() {
    Verdict verdict =
        VerdictWriter.write(new double[][] {{0}}, List.of(outcome("x", 5), outcome("y", 1)));
    assertEquals(Finding.TOO_FEW, verdict.comparisons().getFirst().finding());
    assertTrue(verdict.headline().getFirst().contains("too few prompts to tell (1)"));
    assertEquals(
        "The run is too small to compare x with y (1 prompts).", verdict.headline().get(1));
  }

  @Test
  void equalTextsGiveNoTestAtAll() {
    Comparison c = Comparisons.of("a", new double[][] {{1, 2}}, "b", new double[][] {{1, 2}});
    assertEquals(Finding.SAME, c.finding());
    assertNull(c.p());
  }

  /** One number only: t does not exist, the sign test of 6 wins has p = 2/64. */
  @Test
  void aConstantDifferenceGoesToTheSignTest() {
    double[][] ones = {{1, 1, 1, 1, 1, 1}};
    Comparison c =
        Comparisons.corrected(List.of(Comparisons.of("a", ones, "b", new double[1][6]))).getFirst();
    assertEquals("sign test", c.test());
    assertEquals(2.0 / 64, value(c.p()), 1e-12);
    assertEquals(Finding.MORE, c.finding());
  }

  @Test
  void fromThreeSeedsOnTheUnitIsATraining() {
    double[][] gold = {{1, 2, 3, 2}, {2, 2, 2, 2}, {1, 1, 1, 1}};
    Comparison c = Comparisons.of("x", gold, "initial", INITIAL);
    assertEquals("training seeds", c.unit());
    assertEquals(3, c.units());
    assertEquals(5.0 / 3, value(c.difference()), 1e-12);
  }

  @Test
  void otherPromptsAreRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> VerdictWriter.write(new double[][] {{0, 0}}, List.of(outcome("x", 1, 2, 3))));
  }

  /** p = 0.01, 0.04, 0.03 become 0.03, 0.06, 0.06: three times, one time but not below, twice. */
  @Test
  void holmNeverLetsALargerPPassASmallerOne() {
    List<Comparison> corrected =
        Comparisons.corrected(List.of(withP("a", 0.01), withP("b", 0.04), withP("c", 0.03)));
    assertEquals(0.03, value(corrected.get(0).adjustedP()), 1e-12);
    assertEquals(0.06, value(corrected.get(1).adjustedP()), 1e-12);
    assertEquals(0.06, value(corrected.get(2).adjustedP()), 1e-12);
  }

  @Test
  void goldThatFallsWhileProxyRisesIsASignOfHacking() {
    Curve hacked = curve(new double[] {0.5, 0.7, 0.4}, new double[] {0, 1, 2}, 0.05);
    assertEquals(10, HackingSign.of(hacked).orElseThrow().step());
    Curve noisy = curve(new double[] {0.5, 0.7, 0.6}, new double[] {0, 1, 2}, 0.05);
    assertTrue(HackingSign.of(noisy).isEmpty());
    Curve fallingTogether = curve(new double[] {0.5, 0.7, 0.4}, new double[] {0, 1, 0.5}, 0.05);
    assertTrue(HackingSign.of(fallingTogether).isEmpty());
  }

  @Test
  void goldThatStandsWhileTheTextsShrinkIsDoubted() {
    Arm shorter = changing(0.02, 10, 6, 30, 31);
    assertEquals(
        List.of("shorter (10 to 6.0 words)"), GoldDoubt.of(shorter).orElseThrow().changes());
    Arm stranger = changing(0.02, 10, 9, 30, 61);
    assertEquals(
        List.of("less likely under the initial policy (30 to 61 per token)"),
        GoldDoubt.of(stranger).orElseThrow().changes());
    assertTrue(GoldDoubt.of(changing(0.02, 10, 9, 30, 50)).isEmpty(), "ordinary changes");
    assertTrue(GoldDoubt.of(changing(-0.3, 10, 3, 30, 90)).isEmpty(), "gold itself fell");
    List<ArmOutcome> outcomes = List.of(new ArmOutcome(shorter, new double[][] {{1, 1, 1, 2}}));
    Verdict verdict = VerdictWriter.write(INITIAL, outcomes);
    assertTrue(verdict.headline().getLast().startsWith("Gold may be fooled too: against x it did"));
    assertTrue(
        verdict
            .details()
            .contains(
                "X: gold did not fall, but from first to last evaluation the texts became shorter (10 to 6.0 words)."));
    assertEquals(
        "X: taken to step 9, a KL of 9.0 nats a sequence, without a turn of gold.",
        verdict.details().getLast());
  }

  /** Two evaluations with these words and perplexities. */
  private static Arm changing(double gold, double w0, double w1, double p0, double p1) {
    List<CurvePoint> points =
        List.of(
            new CurvePoint(0, 0, new Measured(0, 0.1), new Measured(0, 0.05), null, texts(w0, p0)),
            new CurvePoint(
                9, 9, new Measured(1, 0.1), new Measured(gold, 0.05), null, texts(w1, p1)));
    return new Arm("x", "x", Arm.Kind.OTHER, List.of(new Curve(1, points, List.of())));
  }

  private static Map<Diagnostic, Double> texts(double words, double perplexity) {
    return Map.of(Diagnostic.WORDS, words, Diagnostic.PERPLEXITY, perplexity);
  }

  /** The same numbers as the first test, the other way round, as a second gold reward. */
  @Test
  void aSecondGoldRewardHasItsOwnSentence() {
    ArmOutcome base = outcome("x", 1, 2, 3, 2);
    ArmOutcome arm = new ArmOutcome(base.arm(), base.gold(), new double[][] {{-1, -2, -3, -2}});
    Verdict verdict = VerdictWriter.write(INITIAL, INITIAL, List.of(arm));
    assertEquals(
        "By the second gold reward the policy against x lost 2.0 (95 % interval 0.7 to 3.3).",
        verdict.headline().getLast());
    assertEquals(1, VerdictWriter.write(INITIAL, INITIAL, List.of(base)).headline().size());
  }

  private static Curve curve(double[] gold, double[] proxy, double error) {
    List<CurvePoint> points =
        java.util.stream.IntStream.range(0, gold.length)
            .mapToObj(
                i ->
                    new CurvePoint(
                        10 * i,
                        i,
                        new Measured(proxy[i], error),
                        new Measured(gold[i], error),
                        null,
                        Map.of()))
            .toList();
    return new Curve(1, points, List.of());
  }

  private static ArmOutcome outcome(String label, double... gold) {
    Curve curve =
        new Curve(
            1,
            List.of(new CurvePoint(5, 9, new Measured(1, null), null, null, Map.of())),
            List.of());
    return new ArmOutcome(
        new Arm(label, label, Arm.Kind.OTHER, List.of(curve)), new double[][] {gold});
  }

  private static Comparison withP(String name, double p) {
    return new Comparison(
        name,
        "other",
        1.0,
        0.1,
        1.9,
        "paired t test",
        p,
        p,
        1.0,
        9,
        "prompts",
        Finding.NO_DIFFERENCE);
  }

  private static double value(@Nullable Double number) {
    assertNotNull(number);
    return number;
  }
}
