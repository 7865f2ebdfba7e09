package org.plumbline.mechanism.sampled;

import java.util.Arrays;

/** Probabilities as their logarithms. */
final class LogWeights {
  private LogWeights() {}

  /** log(sum(exp(values))), without overflow. */
  static double logSumExp(double[] values) {
    double max = Arrays.stream(values).max().orElseThrow();
    if (max == Double.NEGATIVE_INFINITY) {
      return max;
    }
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
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

  /** exp(-a) - 1 + a, which is not negative, without cancellation near 0. */
  static double phi(double a) {
    return Math.exp(logPhi(a));
  }

  /** Its logarithm, also where it would overflow. */
  static double logPhi(double a) {
    if (Math.abs(a) < 0.5) {
      // a^2/2 - a^3/6 + a^4/24 - ...: each term is the one before times -a/k.
      double term = 0.5;
      double sum = term;
      for (int k = 3; k <= 18; k++) {
        term *= -a / k;
        sum += term;
      }
      return 2 * Math.log(Math.abs(a)) + Math.log(sum);
    }
    return a < -30 ? -a + Math.log1p((a - 1) * Math.exp(a)) : Math.log(Math.expm1(-a) + a);
  }
}
