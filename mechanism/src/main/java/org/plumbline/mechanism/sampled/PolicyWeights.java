package org.plumbline.mechanism.sampled;

import java.util.Arrays;

/**
 * How much each sample counts under the trained policy, and what each group adds to its exponent.
 *
 * <p>All origins are one thing: the game with few outcomes is played on the samples, with another
 * base measure for each (design of Section 7 in {@code docs/mechanism.md}).
 *
 * @param log logarithms of the policy's weights, with sum 1, [samples]
 * @param exponents b of each group, [groups, samples]
 * @param gap lambda times KL from the policy to the optimum, where log-probabilities are known,
 *     else 0
 */
record PolicyWeights(double[] log, double[][] exponents, double gap) {

  static PolicyWeights of(SampleSet set, double[] sizes, double lambda) {
    double[][] own = exponents(set.rewards(), sizes, lambda);
    double[] tilt = total(own);
    return switch (set.origin()) {
      case Origin.Initial initial -> new PolicyWeights(LogWeights.normalised(tilt), own, 0);
      case Origin.Policy policy -> new PolicyWeights(uniform(set.samples()), own, 0);
      case Origin.Both both ->
          new PolicyWeights(LogWeights.normalised(joined(tilt, both.initial())), own, 0);
      case Origin.Scored scored -> scored(own, tilt, scored, lambda);
    };
  }

  /** w rm / lambda, [groups, samples]. */
  static double[][] exponents(double[][] rewards, double[] sizes, double lambda) {
    double[][] own = new double[rewards.length][];
    for (int i = 0; i < own.length; i++) {
      double factor = sizes[i] / lambda;
      own[i] = Arrays.stream(rewards[i]).map(reward -> factor * reward).toArray();
    }
    return own;
  }

  /** The sum over groups, [samples]. */
  static double[] total(double[][] rows) {
    double[] total = new double[rows[0].length];
    for (double[] row : rows) {
      Arrays.setAll(total, k -> total[k] + row[k]);
    }
    return total;
  }

  static double[] uniform(int samples) {
    double[] log = new double[samples];
    Arrays.fill(log, -Math.log(samples));
    return log;
  }

  /**
   * Log-probabilities are known: the policy stands as it is, and the exponent of the others is
   * measured against it. With g = r - lambda log(pi / pi0), which is constant for an optimum, b =
   * (w rm - g) / lambda.
   */
  private static PolicyWeights scored(
      double[][] own, double[] tilt, Origin.Scored scored, double lambda) {
    double[] g = new double[tilt.length];
    Arrays.setAll(g, k -> tilt[k] - (scored.logPolicy()[k] - scored.logInitial()[k]));
    double[][] exponents = new double[own.length][];
    for (int i = 0; i < own.length; i++) {
      double[] row = own[i];
      exponents[i] = new double[g.length];
      double[] target = exponents[i];
      Arrays.setAll(target, k -> row[k] - g[k]);
    }
    double[] uniform = uniform(g.length);
    double[] negative = Arrays.stream(g).map(value -> -value).toArray();
    double gap = EmpiricalPayment.of(uniform, negative, lambda).payment();
    return new PolicyWeights(uniform, exponents, gap);
  }

  /**
   * Weights by MBAR of samples from two distributions whose ratio is known up to a constant: {@code
   * exp(t) / (N0 + N1 exp(t) / Z)}, with Z such that they agree with themselves.
   */
  private static double[] joined(double[] tilt, int initial) {
    double low = Arrays.stream(tilt).min().orElseThrow();
    double high = Arrays.stream(tilt).max().orElseThrow();
    // The sum falls in log Z, is at least 1 at the least tilt and at most 1 at the highest.
    for (int i = 0; i < 200 && high - low > 1e-13 * Math.max(1, Math.abs(high)); i++) {
      double middle = (low + high) / 2;
      if (LogWeights.logSumExp(mixture(tilt, initial, middle)) > middle) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return mixture(tilt, initial, (low + high) / 2);
  }

  private static double[] mixture(double[] tilt, int initial, double logZ) {
    double logInitial = Math.log(initial);
    double logTrained = Math.log(tilt.length - initial);
    return Arrays.stream(tilt)
        .map(t -> t - LogWeights.logAdd(logInitial, logTrained + t - logZ))
        .toArray();
  }
}
