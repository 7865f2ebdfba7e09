package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Approximate randomisation of two systems on the same units: how often a difference at least as
 * large comes of exchanging the systems by chance, unit by unit.
 *
 * <p>Noreen 1989; Riezler and Maxwell 2005 for corpus metrics. {@code p = (hits + 1) / (trials +
 * 1)}, so that no p lies below {@code 1 / (trials + 1)}.
 *
 * @param trials how often to exchange
 */
public record RandomizationTest(int trials) {
  /** Trials that one word of random bits serves. */
  private static final int AT_ONCE = Long.SIZE;

  /** Differences that should be equal may differ by rounding. */
  private static final double ROUNDING = 1e-12;

  public RandomizationTest {
    require(trials >= 100, "a randomisation test needs at least 100 trials (got %d)", trials);
  }

  /**
   * Two-sided p of each statistic's difference.
   *
   * @param statistics from sums of units
   * @param random where the exchanges come from
   * @return [statistics]
   */
  public double[] p(
      SufficientStatistics a,
      SufficientStatistics b,
      List<ToDoubleFunction<double[]>> statistics,
      SplittableRandom random) {
    SufficientStatistics differences = b.minus(a);
    double[] totalA = a.total();
    double[] totalB = b.total();
    double[] seen = differences(totalA, totalB, statistics);
    int batches = (trials + AT_ONCE - 1) / AT_ONCE;
    List<SplittableRandom> streams =
        IntStream.range(0, batches).mapToObj(batch -> random.split()).toList();
    long[][] hits =
        IntStream.range(0, batches)
            .parallel()
            .mapToObj(
                batch ->
                    hits(
                        moved(differences, streams.get(batch)),
                        Math.min(AT_ONCE, trials - batch * AT_ONCE),
                        new double[][] {totalA, totalB, seen},
                        statistics))
            .toArray(long[][]::new);
    double[] p = new double[seen.length];
    for (int s = 0; s < p.length; s++) {
      long sum = 1;
      for (long[] batch : hits) {
        sum += batch[s];
      }
      p[s] = (double) sum / (trials + 1);
    }
    return p;
  }

  /** What the exchanges of each of 64 trials add to the first system, [trials, width]. */
  private static double[][] moved(SufficientStatistics differences, SplittableRandom random) {
    double[][] moved = new double[AT_ONCE][differences.width()];
    for (int unit = 0; unit < differences.size(); unit++) {
      long exchanged = random.nextLong();
      for (int t = 0; t < AT_ONCE; t++) {
        if ((exchanged >>> t & 1) == 1) {
          differences.addTo(moved[t], unit, 1);
        }
      }
    }
    return moved;
  }

  /**
   * How many trials come as far as what was seen.
   *
   * @param known sums of the first system, of the second, and the differences seen
   */
  private static long[] hits(
      double[][] moved, int trials, double[][] known, List<ToDoubleFunction<double[]>> statistics) {
    long[] hits = new long[statistics.size()];
    for (int t = 0; t < trials; t++) {
      double[] a = known[0].clone();
      double[] b = known[1].clone();
      for (int k = 0; k < a.length; k++) {
        a[k] += moved[t][k];
        b[k] -= moved[t][k];
      }
      double[] differences = differences(a, b, statistics);
      for (int s = 0; s < hits.length; s++) {
        double least = Math.abs(known[2][s]);
        if (Math.abs(differences[s]) >= least - ROUNDING * Math.max(1, least)) {
          hits[s]++;
        }
      }
    }
    return hits;
  }

  private static double[] differences(
      double[] a, double[] b, List<ToDoubleFunction<double[]>> statistics) {
    return statistics.stream().mapToDouble(s -> s.applyAsDouble(a) - s.applyAsDouble(b)).toArray();
  }
}
