package org.plumbline.core.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.Moments;

class ResamplingTest {
  private static final long SEED = 5;
  private static final ToDoubleFunction<double[]> RATIO = sums -> sums[0] / sums[1];

  private static double[][] units(int count, double shift) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] units = new double[count][];
    for (int i = 0; i < count; i++) {
      units[i] = new double[] {random.nextDouble() + shift, 1};
    }
    return units;
  }

  @Test
  void theIntervalOfAMeanBySumsIsThatOfItsStandardError() {
    double[][] units = units(400, 0);
    double[] values = java.util.Arrays.stream(units).mapToDouble(unit -> unit[0]).toArray();
    var drawn =
        new Bootstrap(4000, 0.95)
            .ofSums(SufficientStatistics.of(units), List.of(RATIO), new SplittableRandom(SEED))
            .getFirst();
    double error = Moments.of(values).standardError();
    assertEquals(Moments.of(values).mean(), drawn.estimate().value(), 1e-12);
    assertEquals(error, drawn.estimate().standardError(), 0.05 * error, "seed " + SEED);
    assertEquals(1.96 * error, drawn.estimate().halfWidth(), 0.1 * error, "seed " + SEED);
    assertEquals(1.0 / 4001, drawn.pOfZero(), 1e-12);
  }

  @Test
  void whatIsNoMeanIsComputedFromTheSumsOfEachDraw() {
    // Two units with ratios 1 and 0: their mean is 1/2, the ratio of sums 10/11.
    double[][] units = {{10, 10}, {0, 1}};
    var estimate =
        new Bootstrap(1000, 0.95)
            .ofSums(SufficientStatistics.of(units), List.of(RATIO), new SplittableRandom(SEED))
            .getFirst()
            .estimate();
    assertEquals(10.0 / 11, estimate.value(), 1e-15);
    assertEquals(0, estimate.low());
    assertEquals(1, estimate.high());
  }

  @Test
  void clustersAreDrawnWhole() {
    double[][] units = units(60, 0);
    int[] clusters = new int[60];
    for (int i = 0; i < 60; i++) {
      clusters[i] = i % 3;
      units[i][0] = clusters[i];
    }
    SufficientStatistics all = SufficientStatistics.of(units);
    Bootstrap bootstrap = new Bootstrap(2000, 0.95);
    double alone =
        bootstrap
            .ofSums(all, List.of(RATIO), new SplittableRandom(SEED))
            .getFirst()
            .estimate()
            .standardError();
    double whole =
        bootstrap
            .ofSums(all.clustered(clusters), List.of(RATIO), new SplittableRandom(SEED))
            .getFirst()
            .estimate()
            .standardError();
    assertTrue(whole > 3 * alone, "%s and %s, seed %d".formatted(whole, alone, SEED));
  }

  @Test
  void exchangesComeToTheShareOfAllExchanges() {
    double[][] a = units(10, 0.2);
    double[][] b = new double[10][];
    SplittableRandom random = new SplittableRandom(SEED + 1);
    for (int i = 0; i < 10; i++) {
      b[i] = new double[] {random.nextDouble(), 1};
    }
    double exact = shareOfAllExchanges(a, b);
    double p =
        new RandomizationTest(20_000)
            .p(
                SufficientStatistics.of(a),
                SufficientStatistics.of(b),
                List.of(RATIO),
                new SplittableRandom(SEED))[0];
    assertTrue(exact > 0.01 && exact < 0.9, "the case says little: " + exact);
    assertEquals(exact, p, 0.02, "seed " + SEED);
  }

  private static double shareOfAllExchanges(double[][] a, double[][] b) {
    double seen = 0;
    for (int i = 0; i < a.length; i++) {
      seen += a[i][0] - b[i][0];
    }
    int hits = 0;
    for (int mask = 0; mask < 1 << a.length; mask++) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += (mask >> i & 1) == 0 ? a[i][0] - b[i][0] : b[i][0] - a[i][0];
      }
      hits += Math.abs(sum) >= Math.abs(seen) - 1e-12 ? 1 : 0;
    }
    return (double) hits / (1 << a.length);
  }

  @Test
  void holmMultipliesTheSmallestMostAndNeverTurnsTheOrder() {
    assertArrayEquals(new double[] {0.03, 0.06, 0.06}, Holm.adjusted(0.01, 0.04, 0.03), 1e-15);
    assertArrayEquals(new double[] {1, 1}, Holm.adjusted(0.7, 0.9), 1e-15);
  }

  @Test
  void unitsThatDoNotFitAreRefused() {
    assertThrows(
        InvalidInputException.class, () -> SufficientStatistics.of(new double[][] {{1}, {1, 2}}));
    assertThrows(InvalidInputException.class, () -> SufficientStatistics.of(new double[][] {}));
    SufficientStatistics one = SufficientStatistics.of(new double[][] {{1}});
    SufficientStatistics two = SufficientStatistics.of(new double[][] {{1}, {2}});
    assertThrows(InvalidInputException.class, () -> one.beside(two));
    assertThrows(InvalidInputException.class, () -> two.clustered(new int[] {0}));
  }
}
