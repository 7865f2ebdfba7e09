package org.plumbline.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.LeaveOneOut.Unscorable;

class LeaveOneOutTest {

  @Test
  void theBaselineIsTheMeanOfTheOthers() {
    double[][] advantages = LeaveOneOut.advantages(new double[][] {{1, 2, 6}});
    assertArrayEquals(new double[] {1 - 4, 2 - 3.5, 6 - 1.5}, advantages[0], 1e-15);
  }

  @Test
  void advantagesOfAPromptAddUpToZeroWhateverTheOffset() {
    SplittableRandom random = new SplittableRandom(17);
    for (int trial = 0; trial < 50; trial++) {
      double[] rewards = new double[random.nextInt(2, 9)];
      Arrays.setAll(rewards, i -> random.nextGaussian());
      double[] shifted = Arrays.stream(rewards).map(r -> r + 5).toArray();
      double[] advantages = LeaveOneOut.advantages(new double[][] {rewards})[0];
      assertEquals(0, Arrays.stream(advantages).sum(), 1e-12, "seed 17, trial " + trial);
      assertArrayEquals(
          advantages,
          LeaveOneOut.advantages(new double[][] {shifted})[0],
          1e-12,
          "seed 17, trial " + trial);
    }
  }

  @Test
  void anUnscorableSampleHasNoAdvantageAndNoSayInTheBaseline() {
    double[][] rewards = {{1, Double.NaN, 3}, {Double.NaN, 2, Double.NaN}};
    double[][] advantages = LeaveOneOut.advantages(rewards, Unscorable.SKIP);
    assertArrayEquals(new double[] {-2, 0, 2}, advantages[0], 1e-15);
    assertArrayEquals(new double[] {0, 0, 0}, advantages[1]);
    assertThrows(InvalidInputException.class, () -> LeaveOneOut.advantages(rewards));
  }

  @Test
  void theKlIsTakenOffBeforeTheBaseline() {
    KlPenalty penalty = new KlPenalty(0.5, -1, 1);
    double[] rewards = penalty.rewards(new double[] {9, 0}, SequenceKl.of(2, 4));
    assertArrayEquals(new double[] {1 - 1, 0 - 2}, rewards, 1e-15);
    assertArrayEquals(
        new double[] {2, -2}, LeaveOneOut.advantages(new double[][] {rewards})[0], 1e-15);
  }

  @Test
  void onSamplesOfTheCurrentPolicyTheLossHasTheGradientOfReinforce() {
    double[][] logProbs = {{-1, -2}, {-3, -0.5}};
    double[] advantages = {2, -1};
    var loss =
        new SequenceRatioLoss(0.2, 0.2)
            .loss(logProbs, logProbs, advantages, Mask.ofLengths(2, 2, 1));
    assertEquals(-0.5, loss.value(), 1e-15);
    assertArrayEquals(new double[] {-1, -1}, loss.byLogProbs()[0], 1e-15);
    assertArrayEquals(new double[] {0.5, 0}, loss.byLogProbs()[1], 1e-15);
  }
}
