package org.plumbline.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.stats.Comparison.Subject;

class ComparisonTest {
  private static final Subject SUBJECT = new Subject("The average", "one model", "gold reward");

  @Test
  void anIntervalAboveZeroIsBetterAndSaysByHowMuch() {
    Comparison verdict = verdict(0.4321, 0.1, OptionalDouble.empty());
    assertInstanceOf(Comparison.Better.class, verdict);
    assertEquals(
        "The average is better than one model by 0.43 gold reward (95 % interval 0.23 to 0.63, n = 40).",
        verdict.sentence());
  }

  @Test
  void anIntervalBelowZeroIsWorseByAPositiveAmount() {
    Comparison verdict = verdict(-0.4321, 0.1, OptionalDouble.empty());
    assertEquals(
        "The average is worse than one model by 0.43 gold reward (95 % interval 0.23 to 0.63, n = 40).",
        verdict.sentence());
  }

  @Test
  void anIntervalThatHoldsZeroNamesNoWinnerButTheSmallestVisibleDifference() {
    Comparison verdict = verdict(0.05, 0.1, OptionalDouble.empty());
    assertInstanceOf(Comparison.NoDifferenceSeen.class, verdict);
    assertEquals(
        "No difference in gold reward between The average and one model was seen (95 % interval -0.15 to 0.25,"
            + " n = 40); one of 0.28 would have been seen in four of five such experiments.",
        verdict.sentence());
  }

  @Test
  void aReportedEffectTooSmallToBeSeenWasNotTested() {
    Comparison verdict = verdict(0.05, 0.1, OptionalDouble.of(0.2));
    assertInstanceOf(Comparison.NotTested.class, verdict);
    assertTrue(
        verdict.sentence().contains("reported effect of 0.20 is smaller than 0.28"),
        verdict.sentence());
    assertInstanceOf(Comparison.NoDifferenceSeen.class, verdict(0.05, 0.1, OptionalDouble.of(0.5)));
  }

  @Test
  void oneSeedIsNoTest() {
    Comparison verdict = Comparison.of(SUBJECT, Estimate.mean(3.0), Power.DEFAULT);
    assertInstanceOf(Comparison.NotTested.class, verdict);
  }

  @Test
  void eightyPercentPowerTakesTwoPointEightStandardErrors() {
    // 1.959964 + 0.841621, from tables of the normal distribution.
    assertEquals(2.801585, Power.DEFAULT.smallestPaired(1), 1e-6);
    assertEquals(2.801585 * 5, Power.DEFAULT.smallestUnpaired(3, 4), 1e-5);
    assertThrows(InvalidInputException.class, () -> new Power(0.05, 1));
  }

  private static Comparison verdict(double effect, double error, OptionalDouble expected) {
    Estimate difference =
        new Estimate(effect, error, effect - 2 * error, effect + 2 * error, 40, 0.95);
    return Comparison.of(SUBJECT, difference, Power.DEFAULT, expected);
  }
}
