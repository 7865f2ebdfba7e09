package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.plumbline.core.math.Moments;

/**
 * Intervals by resampling: for what has no formula, and for observations that come in clusters.
 *
 * <p>The interval is that of percentiles, Efron and Tibshirani 1993, chapter 13.
 *
 * @param resamples how often to draw; 2000 is enough for an interval of 95 %
 * @param confidence of the interval
 */
public record Bootstrap(int resamples, double confidence) {
  /** 2000 resamples, 95 %. */
  public static final Bootstrap DEFAULT = new Bootstrap(2000, 0.95);

  public Bootstrap {
    require(resamples >= 100, "a bootstrap needs at least 100 resamples (got %d)", resamples);
    Estimate.requireConfidence(confidence);
  }

  /**
   * A statistic of independent items with its interval.
   *
   * @param statistic of a list that is as long as the items and holds each of them any number of
   *     times
   * @param random where the draws come from; the same stream gives the same interval
   */
  public <T> Estimate estimate(
      List<T> items, ToDoubleFunction<List<T>> statistic, SplittableRandom random) {
    require(!items.isEmpty(), "a bootstrap needs at least one item (got none)");
    double[] values = new double[resamples];
    for (int draw = 0; draw < resamples; draw++) {
      List<T> resample = random.ints(items.size(), 0, items.size()).mapToObj(items::get).toList();
      values[draw] = statistic.applyAsDouble(resample);
    }
    Arrays.sort(values);
    return new Estimate(
        statistic.applyAsDouble(items),
        Moments.of(values).standardDeviation(1),
        percentile(values, (1 - confidence) / 2),
        percentile(values, (1 + confidence) / 2),
        items.size(),
        confidence);
  }

  /** The mean of independent numbers. */
  public Estimate mean(double[] values, SplittableRandom random) {
    return estimate(Arrays.stream(values).boxed().toList(), Bootstrap::meanOf, random);
  }

  /** The mean difference of pairs: both numbers of a pair are drawn together. */
  public Estimate pairedDifference(double[] a, double[] b, SplittableRandom random) {
    return mean(HypothesisTest.differences(a, b), random);
  }

  /**
   * The mean of numbers that come in clusters, such as all samples of a prompt: whole clusters are
   * drawn.
   *
   * @param clusters each with at least one number; large clusters weigh more, as they do in the
   *     mean itself
   */
  public Estimate clusteredMean(List<double[]> clusters, SplittableRandom random) {
    return estimate(
        clusters,
        drawn -> {
          double sum = drawn.stream().mapToDouble(cluster -> Arrays.stream(cluster).sum()).sum();
          return sum / drawn.stream().mapToInt(cluster -> cluster.length).sum();
        },
        random);
  }

  private static double meanOf(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  private static double percentile(double[] sorted, double q) {
    double position = q * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
  }
}
