package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Correlation of two lists of numbers; a list without variation has none and is refused. */
public final class Correlation {
  private Correlation() {}

  /** Pearson's r. */
  public static double pearson(double[] x, double[] y) {
    check(x, y);
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      double dy = y[i] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    return Math.clamp(xy / Math.sqrt(xx * yy), -1, 1);
  }

  /** Spearman's rho: Pearson's r of the ranks, ties taking their mean rank. */
  public static double spearman(double[] x, double[] y) {
    check(x, y);
    return pearson(ranks(x), ranks(y));
  }

  /**
   * Spearman's rho with an interval by Fisher's z, whose error is that of Bonett and Wright 2000:
   * {@code sqrt((1 + rho^2 / 2) / (n - 3))}.
   *
   * @param confidence of the interval; from -1 to 1 for fewer than 4 pairs
   */
  public static Estimate spearman(double[] x, double[] y, double confidence) {
    double rho = spearman(x, y);
    if (x.length < 4) {
      return new Estimate(rho, Double.NaN, -1, 1, x.length, confidence);
    }
    double error = Math.sqrt((1 + rho * rho / 2) / (x.length - 3));
    double half = error * Estimate.normalQuantile(confidence);
    double inside = Math.clamp(rho, -0.999999, 0.999999);
    double z = 0.5 * Math.log((1 + inside) / (1 - inside));
    return new Estimate(
        rho,
        error * (1 - rho * rho),
        Math.tanh(z - half),
        Math.max(rho, Math.tanh(z + half)),
        x.length,
        confidence);
  }

  /** Kendall's tau-b, which takes ties into account; in time quadratic in the length. */
  public static double kendall(double[] x, double[] y) {
    check(x, y);
    long concordant = 0;
    long onlyX = 0;
    long onlyY = 0;
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < i; j++) {
        double dx = Math.signum(x[i] - x[j]);
        double dy = Math.signum(y[i] - y[j]);
        concordant += (long) (dx * dy);
        onlyX += dx != 0 ? 1 : 0;
        onlyY += dy != 0 ? 1 : 0;
      }
    }
    return concordant / Math.sqrt((double) onlyX * onlyY);
  }

  /** Ranks from 1, ties taking their mean rank. */
  public static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i] + 0.0))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }

  private static void check(double[] x, double[] y) {
    require(
        x.length == y.length && x.length >= 2,
        "a correlation needs two lists of the same length, at least 2 (got %d and %d)",
        x.length,
        y.length);
    for (double[] list : new double[][] {x, y}) {
      require(Arrays.stream(list).allMatch(Double::isFinite), "a correlation needs finite numbers");
      require(
          Arrays.stream(list).anyMatch(v -> v != list[0]),
          "a correlation needs numbers that vary (all %d are %s)",
          list.length,
          list[0]);
    }
  }
}
