package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
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
  /** Resamples that are summed together. */
  private static final int AT_ONCE = 16;

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
    return estimate(statistic.applyAsDouble(items), values, items.size());
  }

  /**
   * What the draws gave.
   *
   * @param estimate with its interval
   * @param pOfZero two-sided: how often a draw lies as far from the mean of the draws as the
   *     estimate lies from 0, {@code (hits + 1) / (resamples + 1)} (Koehn 2004 as sacrebleu has it)
   */
  public record Resampled(Estimate estimate, double pOfZero) {}

  /**
   * Statistics that follow from sums over units, all from the same draws: of 10,000 units with 100
   * numbers each in about a second.
   *
   * @param statistics from sums of the units' numbers
   * @param random where the draws come from; the same stream gives the same intervals whatever the
   *     processors
   * @return in the order of the statistics
   */
  public List<Resampled> ofSums(
      SufficientStatistics units,
      List<ToDoubleFunction<double[]>> statistics,
      SplittableRandom random) {
    int batches = (resamples + AT_ONCE - 1) / AT_ONCE;
    List<SplittableRandom> streams =
        IntStream.range(0, batches).mapToObj(batch -> random.split()).toList();
    double[][] sums =
        IntStream.range(0, batches)
            .parallel()
            .mapToObj(batch -> drawnSums(units, streams.get(batch)))
            .flatMap(Arrays::stream)
            .limit(resamples)
            .toArray(double[][]::new);
    double[] total = units.total();
    return statistics.stream()
        .map(
            statistic ->
                resampled(
                    statistic.applyAsDouble(total),
                    Arrays.stream(sums).mapToDouble(statistic).toArray(),
                    units.size()))
        .toList();
  }

  /** Sums of some resamples at once, so that a unit's numbers are read once for all of them. */
  private static double[][] drawnSums(SufficientStatistics units, SplittableRandom random) {
    int[][] times = new int[AT_ONCE][units.size()];
    for (int[] resample : times) {
      for (int i = 0; i < resample.length; i++) {
        resample[random.nextInt(resample.length)]++;
      }
    }
    double[][] sums = new double[AT_ONCE][units.width()];
    for (int unit = 0; unit < units.size(); unit++) {
      for (int draw = 0; draw < AT_ONCE; draw++) {
        if (times[draw][unit] > 0) {
          units.addTo(sums[draw], unit, times[draw][unit]);
        }
      }
    }
    return sums;
  }

  private Resampled resampled(double value, double[] draws, int units) {
    Estimate estimate = estimate(value, draws, units);
    double mean = Arrays.stream(draws).sum() / draws.length;
    long hits =
        Arrays.stream(draws).filter(each -> Math.abs(each - mean) >= Math.abs(value)).count();
    return new Resampled(estimate, (double) (hits + 1) / (draws.length + 1));
  }

  private Estimate estimate(double value, double[] draws, int units) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    return new Estimate(
        value,
        Moments.of(sorted).standardDeviation(1),
        percentile(sorted, (1 - confidence) / 2),
        percentile(sorted, (1 + confidence) / 2),
        units,
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
