package org.plumbline.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.KlEstimator.Clamp;

class KlTest {
  private static final double[] POLICY = {0.5, 0.3, 0.2};
  private static final double[] REFERENCE = {0.2, 0.2, 0.6};

  @Test
  void theExactDivergencesAreTheSumsOfTheirDefinition() {
    var kl = FullVocabularyKl.of(logs(POLICY), logs(REFERENCE), 1);
    double reverse = 0.5 * Math.log(2.5) + 0.3 * Math.log(1.5) + 0.2 * Math.log(1.0 / 3);
    double forward = 0.2 * Math.log(0.4) + 0.2 * Math.log(2.0 / 3) + 0.6 * Math.log(3);
    assertEquals(reverse, kl.reverse()[0], 1e-15);
    assertEquals(forward, kl.forward()[0], 1e-15);
  }

  @Test
  void k1AndK3AverageToTheExactKlOverThePolicysTokens() {
    double exact = FullVocabularyKl.of(logs(POLICY), logs(REFERENCE), 1).reverse()[0];
    double k1 = 0;
    double k3 = 0;
    for (int token = 0; token < 3; token++) {
      double x = Math.log(POLICY[token] / REFERENCE[token]);
      k1 += POLICY[token] * KlEstimator.K1.value(x);
      k3 += POLICY[token] * KlEstimator.K3.value(x);
    }
    assertEquals(exact, k1, 1e-15);
    assertEquals(exact, k3, 1e-15);
  }

  @Test
  void slopesAreThoseOfFiniteDifferences() {
    double[][] reference = {{-1, -2}};
    Mask mask = Mask.all(reference);
    SplittableRandom random = new SplittableRandom(23);
    for (KlEstimator estimator : KlEstimator.values()) {
      double[][] at = {{-random.nextDouble(), -3 * random.nextDouble()}};
      double[][] up = {{at[0][0] + 1e-6, at[0][1]}};
      double[][] down = {{at[0][0] - 1e-6, at[0][1]}};
      double difference =
          estimator.estimate(up, reference, mask).perSequence().values()[0]
              - estimator.estimate(down, reference, mask).perSequence().values()[0];
      assertEquals(
          difference / 2e-6,
          estimator.gradient(at, reference, mask, Clamp.NONE)[0][0],
          1e-8,
          estimator + ", seed 23");
    }
  }

  @Test
  void theUnitIsInTheType() {
    double[][] policy = {{-1, -1}, {-1, -1}};
    double[][] reference = {{-2, -2}, {-4, 0}};
    TokenKl kl = KlEstimator.K1.estimate(policy, reference, Mask.ofLengths(2, 2, 1));
    assertEquals((1 + 1 + 3) / 3.0, kl.mean(), 1e-15);
    assertArrayEquals(new double[] {2, 3}, kl.perSequence().values(), 1e-15);
    assertEquals(2.5, kl.perSequence().mean(), 1e-15);
  }

  @Test
  void aTokenThatTheReferenceCannotWriteCostsInfinity() {
    double[][] reference = {{0, Double.NEGATIVE_INFINITY}};
    assertEquals(
        Double.POSITIVE_INFINITY,
        FullVocabularyKl.of(new double[][] {{0, 0}}, reference, 1).reverse()[0]);
  }

  @Test
  void theControllerMovesTowardsItsTargetAndNeverFasterThanItsClip() {
    KlController controller = new KlController.PerSequence(6, 100, 100);
    assertEquals(0.1 * 1.2, controller.next(0.1, 1000), 1e-15);
    assertEquals(0.1 * 0.8, controller.next(0.1, 0), 1e-15);
    assertEquals(0.1, controller.next(0.1, 6), 1e-15);
    assertTrue(controller.next(0.1, 6.1) > 0.1);
    assertThrows(InvalidInputException.class, () -> new KlController.PerToken(0));
  }

  private static double[][] logs(double[] probabilities) {
    double[] logs = new double[probabilities.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(probabilities[i]) + 3;
    }
    return new double[][] {logs};
  }
}
