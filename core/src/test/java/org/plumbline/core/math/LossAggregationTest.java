package org.plumbline.core.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.LossAggregation.EmptyRows;

class LossAggregationTest {
  private static final List<LossAggregation> ALL =
      List.of(
          new LossAggregation.TokenMean(),
          new LossAggregation.SequenceMeanOfTokenMean(EmptyRows.EXCLUDE),
          new LossAggregation.SequenceMeanOfTokenMean(EmptyRows.COUNT),
          new LossAggregation.SequenceMeanOfTokenSum(EmptyRows.EXCLUDE),
          new LossAggregation.FixedLength(7),
          new LossAggregation.TokenSum());

  @Test
  void eachFormDividesByWhatItsNameSays() {
    double[][] losses = {{1, 2, 3}, {6, 0, 0}};
    Mask mask = Mask.ofLengths(3, 3, 1);
    assertEquals(12 / 4.0, ALL.get(0).loss(losses, mask), 1e-15);
    assertEquals((2 + 6) / 2.0, ALL.get(1).loss(losses, mask), 1e-15);
    assertEquals((6 + 6) / 2.0, ALL.get(3).loss(losses, mask), 1e-15);
    assertEquals(12 / 14.0, ALL.get(4).loss(losses, mask), 1e-15);
    assertEquals(12, ALL.get(5).loss(losses, mask), 1e-15);
  }

  @Test
  void anyCutIntoMicroBatchesGivesTheLossOfTheBatch() {
    SplittableRandom random = new SplittableRandom(5);
    for (int trial = 0; trial < 100; trial++) {
      double[][] losses = new double[6][5];
      for (double[] row : losses) {
        Arrays.setAll(row, i -> random.nextGaussian());
      }
      Mask mask = Mask.ofLengths(5, random.ints(6, 0, 6).map(n -> Math.min(n, 5)).toArray());
      if (mask.count() == 0) {
        continue;
      }
      int cut = random.nextInt(1, 6);
      for (LossAggregation aggregation : ALL) {
        List<Mask> parts = List.of(mask.rows(0, cut), mask.rows(cut, 6));
        double denominator = aggregation.denominator(parts);
        List<Double> partial = new ArrayList<>();
        partial.add(
            aggregation.loss(Arrays.copyOfRange(losses, 0, cut), parts.get(0), denominator));
        partial.add(
            aggregation.loss(Arrays.copyOfRange(losses, cut, 6), parts.get(1), denominator));
        assertEquals(
            aggregation.loss(losses, mask),
            partial.get(0) + partial.get(1),
            1e-12,
            "%s, seed 5, trial %d, cut at %d".formatted(aggregation, trial, cut));
      }
    }
  }

  @Test
  void aBatchWithoutAnyTokenIsRefused() {
    double[][] losses = {{1, 2}};
    assertThrows(InvalidInputException.class, () -> ALL.get(0).loss(losses, Mask.ofLengths(2, 0)));
  }
}
