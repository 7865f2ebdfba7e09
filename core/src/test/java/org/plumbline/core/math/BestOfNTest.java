package org.plumbline.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.BestOfN.Ties;

class BestOfNTest {

  @Test
  void theBestOfTwoAmongThreeIsTheAverageOverThreePairs() {
    double[] proxy = {1, 3, 2};
    double[] gold = {10, 30, 20};
    // Pairs: (1,3) -> 30, (1,2) -> 20, (3,2) -> 30.
    assertEquals(80 / 3.0, new BestOfN(2).unbiased(proxy, gold, Ties.AVERAGE), 1e-12);
  }

  @Test
  void theExtremesAreTheMeanAndTheMaximum() {
    double[] proxy = {0.3, -1, 2};
    double[] gold = {5, 6, 7};
    assertEquals(6, new BestOfN(1).unbiased(proxy, gold, Ties.FIRST), 1e-12);
    assertEquals(7, new BestOfN(3).unbiased(proxy, gold, Ties.FIRST), 1e-12);
    assertThrows(
        InvalidInputException.class, () -> new BestOfN(4).unbiased(proxy, gold, Ties.FIRST));
  }

  @Test
  void coefficientsAddUpToOneEvenForThousandsOfSamples() {
    for (int n : new int[] {1, 7, 1000, 12_500}) {
      assertEquals(1, Arrays.stream(new BestOfN(n).coefficients(12_600)).sum(), 1e-9, "n " + n);
    }
  }

  @Test
  void tiesGoWhereTheRuleSendsThem() {
    double[] proxy = {1, 1};
    double[] gold = {10, 20};
    assertEquals(10, new BestOfN(2).unbiased(proxy, gold, Ties.FIRST));
    assertEquals(20, new BestOfN(2).unbiased(proxy, gold, Ties.LAST));
    assertEquals(15, new BestOfN(2).unbiased(proxy, gold, Ties.AVERAGE));
  }

  @Test
  void theKlOfADiscretePolicyStaysBelowTheBound() {
    BestOfN best = new BestOfN(2);
    assertArrayEquals(new double[] {0.25, 0.75}, best.distribution(new double[] {0.5, 0.5}), 1e-15);
    double kl = 0.25 * Math.log(0.5) + 0.75 * Math.log(1.5);
    assertEquals(kl, best.kl(new double[] {0.5, 0.5}), 1e-15);
    assertEquals(Math.log(2) - 0.5, best.klBound(), 1e-15);
  }
}
