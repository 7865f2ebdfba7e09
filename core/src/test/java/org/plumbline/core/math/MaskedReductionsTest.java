package org.plumbline.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

class MaskedReductionsTest {
  private static final double[][] VALUES = {{1, 3, 100}, {5, 100, 100}};
  private static final Mask MASK = Mask.ofLengths(3, 2, 1);

  @Test
  void eachScopeHasItsOwnMean() {
    assertEquals(3, MaskedReductions.mean(VALUES, MASK));
    assertArrayEquals(new double[] {2, 5}, MaskedReductions.mean(VALUES, MASK, Scope.SEQUENCE));
    double[][] twoColumns = {{1, 3}, {5, 9}};
    assertArrayEquals(
        new double[] {3, 3},
        MaskedReductions.mean(twoColumns, Mask.ofLengths(2, 2, 1), Scope.POSITION));
  }

  @Test
  void degreesOfFreedomAreTakenFromTheCount() {
    assertEquals(8.0 / 3, MaskedReductions.variance(VALUES, MASK, Scope.BATCH, 0)[0], 1e-15);
    assertEquals(4, MaskedReductions.variance(VALUES, MASK, Scope.BATCH, 1)[0], 1e-15);
  }

  @Test
  void whatStandsOutsideTheMaskNeverMatters() {
    SplittableRandom random = new SplittableRandom(11);
    for (int trial = 0; trial < 50; trial++) {
      int time = random.nextInt(2, 9);
      int[] lengths = random.ints(4, 1, time + 1).toArray();
      double[][] values = new double[4][time];
      for (double[] row : values) {
        Arrays.setAll(row, i -> random.nextGaussian());
      }
      Mask mask = Mask.ofLengths(time, lengths);
      double before = MaskedReductions.mean(values, mask);
      double[][] whitened = Whitening.OPEN_RLHF.apply(values, mask);
      for (int row = 0; row < 4; row++) {
        Arrays.fill(values[row], lengths[row], time, Double.NaN);
      }
      assertEquals(before, MaskedReductions.mean(values, mask), "seed 11, trial " + trial);
      assertTrue(
          Arrays.deepEquals(whitened, Whitening.OPEN_RLHF.apply(values, mask)),
          "seed 11, trial " + trial);
    }
  }

  @Test
  void aLargeOffsetCostsTheVarianceNoDigits() {
    double[][] values = {{1e9 + 1, 1e9 + 2, 1e9 + 3}};
    assertEquals(1, MaskedReductions.variance(values, Mask.all(values), Scope.BATCH, 1)[0], 1e-12);
  }

  @Test
  void anotherShapeIsRefusedInsteadOfBroadcast() {
    InvalidInputException refusal =
        assertThrows(
            InvalidInputException.class,
            () -> MaskedReductions.mean(VALUES, Mask.ofLengths(1, 1, 1)));
    assertTrue(refusal.toString().contains("same shape"), refusal.toString());
  }

  @Test
  void aSequenceWithoutTokensIsRefused() {
    assertThrows(
        InvalidInputException.class,
        () -> MaskedReductions.mean(VALUES, Mask.ofLengths(3, 2, 0), Scope.SEQUENCE));
  }

  @Test
  void whiteningLeavesMeanZeroAndVarianceOne() {
    double[][] values = {{1, 2, 3, 4}, {10, 20, 30, 40}};
    Mask mask = Mask.all(values);
    double[][] whitened = Whitening.TRL.apply(values, mask);
    assertEquals(0, MaskedReductions.mean(whitened, mask), 1e-12);
    assertEquals(1, MaskedReductions.variance(whitened, mask, Scope.BATCH, 1)[0], 1e-9);
    double[][] kept = Whitening.TRL.keepingMean().apply(values, mask);
    assertEquals(MaskedReductions.mean(values, mask), MaskedReductions.mean(kept, mask), 1e-12);
  }
}
