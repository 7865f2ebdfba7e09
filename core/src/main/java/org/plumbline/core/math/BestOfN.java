package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What the best of n samples is worth, estimated from N scored samples of one prompt.
 *
 * <p>The unbiased estimate averages over all subsets of size n: the i-th of N samples in ascending
 * order of the proxy is the best of {@code C(i-1, n-1)} of the {@code C(N, n)} subsets (Nakano et
 * al. 2021, appendix I).
 *
 * @param n samples among which the proxy chooses
 */
public record BestOfN(int n) {

  public BestOfN {
    require(n >= 1, "best-of-n needs n of at least 1 (got %d)", n);
  }

  /** Which of several samples with the same proxy score counts as the best. */
  public enum Ties {
    /** Each as often as the others. */
    AVERAGE,
    /** The first in the data, as an argmax has it. */
    FIRST,
    /** The last in the data, as a stable ascending sort has it. */
    LAST
  }

  /** Weights of N samples in ascending order of the proxy; they add up to 1. */
  public double[] coefficients(int samples) {
    require(
        n <= samples, "best-of-n needs at least n samples (n is %d, got %d samples)", n, samples);
    double[] weights = new double[samples];
    weights[samples - 1] = (double) n / samples;
    // c_{i-1} = c_i (i - n) / (i - 1), with i counted from 1: no binomial ever overflows.
    for (int i = samples; i > n; i--) {
      weights[i - 2] = weights[i - 1] * (i - n) / (i - 1);
    }
    return weights;
  }

  /**
   * Expected value of the sample that the proxy likes best among n.
   *
   * @param proxy what chooses
   * @param value what is measured on the chosen one, in the same order: the gold reward, or the
   *     proxy itself
   */
  public double unbiased(double[] proxy, double[] value, Ties ties) {
    return weigh(coefficients(proxy.length), proxy, value, ties);
  }

  /**
   * The same for n draws with replacement from the samples; biased, and the lower the nearer n is
   * to N.
   */
  public double plugIn(double[] proxy, double[] value, Ties ties) {
    int samples = proxy.length;
    double[] weights = new double[samples];
    for (int i = 0; i < samples; i++) {
      weights[i] = Math.pow((i + 1.0) / samples, n) - Math.pow((double) i / samples, n);
    }
    return weigh(weights, proxy, value, ties);
  }

  /** {@code log n - (n - 1) / n}, in nats: the KL to the sampled policy is at most that. */
  public double klBound() {
    return Math.log(n) - (n - 1.0) / n;
  }

  /**
   * {@code n / (n + 1)}: more often than that the best of n cannot beat one sample by the proxy.
   */
  public double winRateBound() {
    return n / (n + 1.0);
  }

  /** Distribution of the best of n over discrete outcomes that are listed by ascending reward. */
  public double[] distribution(double[] probabilities) {
    double[] best = new double[probabilities.length];
    double below = 0;
    for (int i = 0; i < best.length; i++) {
      best[i] = Math.pow(below + probabilities[i], n) - Math.pow(below, n);
      below += probabilities[i];
    }
    return best;
  }

  /** Exact KL of {@link #distribution} to the probabilities, in nats. */
  public double kl(double[] probabilities) {
    double[] best = distribution(probabilities);
    double kl = 0;
    for (int i = 0; i < best.length; i++) {
      kl += best[i] == 0 ? 0 : best[i] * Math.log(best[i] / probabilities[i]);
    }
    return kl;
  }

  private static double weigh(double[] weights, double[] proxy, double[] value, Ties ties) {
    check(proxy, value);
    int[] order = ascending(proxy, ties);
    double sum = 0;
    int from = 0;
    while (from < order.length) {
      int to = from + 1;
      while (ties == Ties.AVERAGE && to < order.length && proxy[order[to]] == proxy[order[from]]) {
        to++;
      }
      double weight = Arrays.stream(weights, from, to).sum();
      double mean = Arrays.stream(order, from, to).mapToDouble(i -> value[i]).sum() / (to - from);
      sum += weight * mean;
      from = to;
    }
    return sum;
  }

  private static int[] ascending(double[] proxy, Ties ties) {
    // Adding 0.0 makes -0.0 and 0.0 the tie that they are.
    Comparator<Integer> byProxy = Comparator.comparingDouble(i -> proxy[i] + 0.0);
    Comparator<Integer> order =
        ties == Ties.FIRST ? byProxy.thenComparing(Comparator.reverseOrder()) : byProxy;
    return IntStream.range(0, proxy.length)
        .boxed()
        .sorted(order)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void check(double[] proxy, double[] value) {
    require(
        proxy.length == value.length,
        "proxy scores and values must be as many (got %d and %d)",
        proxy.length,
        value.length);
    for (int i = 0; i < proxy.length; i++) {
      require(
          !Double.isNaN(proxy[i]) && !Double.isNaN(value[i]),
          "scores must be numbers (sample %d: proxy %s, value %s)",
          i,
          proxy[i],
          value[i]);
    }
  }
}
