package org.plumbline.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

class BradleyTerryTest {

  @Test
  void equalScoresCostTheLogarithmOfTwo() {
    assertEquals(
        Math.log(2), BradleyTerry.PLAIN.loss(new double[] {3}, new double[] {3}).value(), 1e-15);
  }

  @Test
  void theCentringTermIsAPenaltyAndNotAReward() {
    double[] chosen = {1};
    double[] rejected = {2};
    double plain = BradleyTerry.PLAIN.loss(chosen, rejected).value();
    assertEquals(plain + 0.01 * 9, new BradleyTerry(0.01, 0).loss(chosen, rejected).value(), 1e-15);
  }

  @Test
  void smoothingMixesTheLossOfBothLabels() {
    double[] high = {1.5};
    double[] low = {-0.5};
    double right = BradleyTerry.PLAIN.loss(high, low).value();
    double wrong = BradleyTerry.PLAIN.loss(low, high).value();
    assertEquals(
        0.9 * right + 0.1 * wrong, new BradleyTerry(0, 0.1).loss(high, low).value(), 1e-15);
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(3);
    BradleyTerry form = new BradleyTerry(0.05, 0.1);
    for (int trial = 0; trial < 20; trial++) {
      double[] chosen = {random.nextGaussian(), random.nextGaussian()};
      double[] rejected = {random.nextGaussian(), random.nextGaussian()};
      double[] margins = {random.nextDouble(), 0};
      BradleyTerry.Loss loss = form.loss(chosen, rejected, margins);
      double h = 1e-6;
      chosen[0] += h;
      double up = form.loss(chosen, rejected, margins).value();
      chosen[0] -= 2 * h;
      double down = form.loss(chosen, rejected, margins).value();
      chosen[0] += h;
      assertEquals((up - down) / (2 * h), loss.byChosen()[0], 1e-8, "seed 3, trial " + trial);
      rejected[1] += h;
      up = form.loss(chosen, rejected, margins).value();
      rejected[1] -= 2 * h;
      down = form.loss(chosen, rejected, margins).value();
      assertEquals((up - down) / (2 * h), loss.byRejected()[1], 1e-8, "seed 3, trial " + trial);
    }
  }

  @Test
  void farApartScoresNeitherOverflowNorVanish() {
    var right = BradleyTerry.PLAIN.loss(new double[] {800}, new double[] {-800});
    var wrong = BradleyTerry.PLAIN.loss(new double[] {-800}, new double[] {800});
    assertEquals(0, right.value());
    assertEquals(1600, wrong.value());
    assertEquals(-1, wrong.byChosen()[0]);
  }

  @Test
  void aScoreThatIsNoNumberIsRefusedByName() {
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class,
            () -> BradleyTerry.PLAIN.loss(new double[] {1, Double.NaN}, new double[] {0, 0}));
    assertTrue(refusal.toString().contains("pair 1"), refusal.toString());
  }
}
