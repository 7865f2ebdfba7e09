package org.plumbline.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

class EstimateTest {

  @Test
  void theIntervalOfAMeanIsStudents() {
    Estimate mean = Estimate.mean(1, 2, 3, 4, 5);
    assertEquals(3, mean.value());
    assertEquals(Math.sqrt(2.5 / 5), mean.standardError(), 1e-15);
    // 2.776445105 is the two-sided 95 % point of t with 4 degrees of freedom, from tables.
    assertEquals(3 + 2.776445105 * Math.sqrt(0.5), mean.high(), 1e-8);
    assertEquals(5, mean.count());
  }

  @Test
  void oneObservationHasNoStandardError() {
    Estimate one = Estimate.mean(7);
    assertTrue(Double.isNaN(one.standardError()));
    assertEquals(Double.POSITIVE_INFINITY, one.high());
  }

  /** Values of Clopper and Pearson's interval from R's binom.test. */
  @Test
  void theExactIntervalOfAShareIsThatOfTables() {
    Estimate half = Estimate.exactShare(5, 10, 0.95);
    assertEquals(0.1870860, half.low(), 1e-7);
    assertEquals(0.8129140, half.high(), 1e-7);
    assertEquals(0.3084971, Estimate.exactShare(0, 10, 0.95).high(), 1e-7);
    assertEquals(0.6915029, Estimate.exactShare(10, 10, 0.95).low(), 1e-7);
    assertEquals(0, Estimate.exactShare(0, 10, 0.95).low());
  }

  @Test
  void aShareOfAllStillHasAnInterval() {
    Estimate all = Estimate.share(10, 10);
    assertEquals(1, all.high());
    assertEquals(1 - 0.27753, all.low(), 1e-5);
    assertThrows(InvalidInputException.class, () -> Estimate.share(11, 10));
  }

  @Test
  void thePercentileIntervalCoversTheMeanAboutAsOftenAsItSays() {
    SplittableRandom random = new SplittableRandom(41);
    int covered = 0;
    for (int trial = 0; trial < 200; trial++) {
      double[] values = new double[40];
      Arrays.setAll(values, i -> random.nextGaussian());
      Estimate mean = new Bootstrap(300, 0.95).mean(values, random);
      covered += mean.low() <= 0 && mean.high() >= 0 ? 1 : 0;
    }
    assertTrue(covered >= 176 && covered <= 199, "seed 41: covered %d of 200".formatted(covered));
  }

  @Test
  void theSameStreamGivesTheSameInterval() {
    double[] values = {1, 5, 2, 8};
    assertEquals(
        Bootstrap.DEFAULT.mean(values, new SplittableRandom(1)),
        Bootstrap.DEFAULT.mean(values, new SplittableRandom(1)));
  }

  @Test
  void pairingRemovesWhatThePairsShare() {
    double[] a = IntStream.range(0, 50).mapToDouble(i -> 100.0 * i + 1 + i % 2).toArray();
    double[] b = IntStream.range(0, 50).mapToDouble(i -> 100.0 * i).toArray();
    Estimate difference = Bootstrap.DEFAULT.pairedDifference(a, b, new SplittableRandom(9));
    assertEquals(1.5, difference.value(), 1e-12);
    assertTrue(difference.standardError() < 0.1, difference.toString());
  }

  @Test
  void observationsThatRepeatWithinAClusterCountOnce() {
    SplittableRandom random = new SplittableRandom(6);
    List<double[]> clusters =
        IntStream.range(0, 30)
            .mapToObj(
                i -> {
                  double[] same = new double[20];
                  Arrays.fill(same, random.nextGaussian());
                  return same;
                })
            .toList();
    double[] flat = clusters.stream().flatMapToDouble(Arrays::stream).toArray();
    double clustered = Bootstrap.DEFAULT.clusteredMean(clusters, random).standardError();
    double naive = Bootstrap.DEFAULT.mean(flat, random).standardError();
    assertEquals(Math.sqrt(20), clustered / naive, 1, "seed 6"); // the design effect of 20 copies
  }
}
