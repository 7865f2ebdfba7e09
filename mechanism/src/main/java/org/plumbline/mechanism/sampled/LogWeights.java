package org.plumbline.mechanism.sampled;

import java.util.Arrays;
import org.plumbline.mechanism.numeric.LogSum;

/** Probabilities as their logarithms. */
final class LogWeights {
  private LogWeights() {}

  /** log(sum(exp(values))), without overflow. */
  static double logSumExp(double[] values) {
    return LogSum.ofExponentials(values.length, k -> values[k]);
  }

  /** The same weights with sum 1; the maximum is taken off first, which keeps the last digits. */
  static double[] normalised(double[] values) {
    double max = Arrays.stream(values).max().orElseThrow();
    double[] shifted = Arrays.stream(values).map(value -> value - max).toArray();
    double log = logSumExp(shifted);
    return Arrays.stream(shifted).map(value -> value - log).toArray();
  }

  /** log(1 + exp(x)). */
  static double softplus(double x) {
    return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
  }

  /** log(exp(x) + exp(y)). */
  static double logAdd(double x, double y) {
    return Math.max(x, y) + Math.log1p(Math.exp(-Math.abs(x - y)));
  }
}
