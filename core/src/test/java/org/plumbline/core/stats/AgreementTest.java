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

  /** Against the definition by a table of counts, Cohen 1968. */
  @Test
  void quadraticKappaIsThatOfTheWeightedTable() {
    double[] a = {1, 2, 3, 4, 5, 5, 2, 1};
    double[] b = {1, 3, 3, 5, 5, 4, 2, 2};
    double observed = 0;
    double expected = 0;
    for (int i = 1; i <= 5; i++) {
      for (int j = 1; j <= 5; j++) {
        double joint = 0;
        double first = 0;
        double second = 0;
        for (int k = 0; k < a.length; k++) {
          joint += a[k] == i && b[k] == j ? 1 : 0;
          first += a[k] == i ? 1 : 0;
          second += b[k] == j ? 1 : 0;
        }
        observed += (i - j) * (i - j) * joint / a.length;
        expected += (i - j) * (i - j) * first * second / (a.length * a.length);
      }
    }
    assertEquals(1 - observed / expected, Agreement.quadraticKappa(a, b), 1e-12);
    assertEquals(1, Agreement.quadraticKappa(a, a), 1e-12);
    assertThrows(
        InvalidInputException.class,
        () -> Agreement.quadraticKappa(new double[] {2, 2}, new double[] {2, 2}));
  }

  @Test
  void theIntervalOfSpearmansRhoShrinksWithTheRootOfThePairs() {
    double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    double[] y = {2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11};
    Estimate rho = Correlation.spearman(x, y, 0.95);
    double error = Math.sqrt((1 + rho.value() * rho.value() / 2) / 9);
    double z = 0.5 * Math.log((1 + rho.value()) / (1 - rho.value()));
    assertEquals(Correlation.spearman(x, y), rho.value());
    assertEquals(Math.tanh(z - 1.959963985 * error), rho.low(), 1e-9);
    assertEquals(Math.tanh(z + 1.959963985 * error), rho.high(), 1e-9);
    assertEquals(1, Correlation.spearman(x, x, 0.95).high());
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
