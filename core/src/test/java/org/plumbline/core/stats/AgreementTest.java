package org.plumbline.core.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.stats.HypothesisTest.Continuity;
import org.plumbline.core.stats.PairAccuracy.Ties;

class AgreementTest {

  @Test
  void kappaIsZeroWhereChanceExplainsTheAgreement() {
    boolean[] a = {true, true, false, false};
    boolean[] b = {true, false, true, false};
    assertEquals(0.5, Agreement.share(a, b));
    assertEquals(0, Agreement.kappa(a, b), 1e-15);
    assertEquals(1, Agreement.kappa(a, a), 1e-15);
  }

  @Test
  void tiedRanksAreShared() {
    assertArrayEquals(new double[] {2.5, 1, 2.5, 4}, Correlation.ranks(new double[] {5, 1, 5, 9}));
  }

  @Test
  void rankCorrelationsIgnoreAnyMonotoneChange() {
    double[] x = {1, 2, 3, 4};
    double[] cubed = {1, 8, 27, 64};
    assertEquals(1, Correlation.spearman(x, cubed), 1e-15);
    assertEquals(1, Correlation.kendall(x, cubed), 1e-15);
    // One of six pairs is turned round: (5 - 1) / 6.
    assertEquals(4 / 6.0, Correlation.kendall(x, new double[] {1, 3, 2, 4}), 1e-15);
    assertThrows(
        InvalidInputException.class, () -> Correlation.pearson(x, new double[] {1, 1, 1, 1}));
  }

  @Test
  void aConstantScorerIsRightWrongOrHalfByTheRuleForTies() {
    double[] same = {1, 1};
    assertEquals(0, PairAccuracy.of(same, same, Ties.WRONG));
    assertEquals(1, PairAccuracy.of(same, same, Ties.RIGHT));
    assertEquals(0.5, PairAccuracy.of(same, same, Ties.HALF));
  }

  @Test
  void certaintyThatIsWrongHalfOfTheTimeIsHalfOff() {
    Calibration calibration =
        Calibration.of(new double[] {40, 40}, new boolean[] {true, false}, 10);
    assertEquals(0.5, calibration.expectedError(), 1e-12);
    assertEquals(0.5, calibration.brier(), 1e-12);
    assertEquals(20, calibration.negativeLogLikelihood(), 1e-12);
    assertEquals(1, calibration.bins().size());
    assertEquals(2, calibration.bins().get(0).count());
    assertEquals(0.25, Calibration.of(new double[] {0}, new boolean[] {true}, 10).brier(), 1e-12);
  }

  @Test
  void exactTestsCountTailsOfTheFairCoin() {
    assertEquals(2 * (1 + 6) / 64.0, HypothesisTest.sign(5, 1).p(), 1e-15);
    assertEquals(1, HypothesisTest.mcNemarExact(3, 3).p());
    assertEquals(0, HypothesisTest.mcNemar(4, 4, Continuity.EDWARDS).statistic());
    assertThrows(InvalidInputException.class, () -> HypothesisTest.sign(0, 0));
  }

  @Test
  void thePairedTestSeesWhatThePairsShare() {
    HypothesisTest test =
        HypothesisTest.pairedT(new double[] {101, 202, 303}, new double[] {100, 200, 300});
    // Differences 1, 2, 3: mean 2, standard error 1 / sqrt(3).
    assertEquals(2 * Math.sqrt(3), test.statistic(), 1e-12);
    assertEquals(2, test.degrees());
  }
}
