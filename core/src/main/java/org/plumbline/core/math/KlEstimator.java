package org.plumbline.core.math;

/**
 * Estimates of KL(policy || reference) from the log-probabilities of tokens that the policy
 * sampled.
 *
 * <p>With {@code x = log policy - log reference} (Schulman 2020, "Approximating KL divergence"). As
 * a term of a loss only {@link #K2} has the gradient of the KL in expectation: that of {@link #K1}
 * has mean zero, and that of {@link #K3} is the gradient of the other direction.
 */
public enum KlEstimator {
  /** {@code x}: unbiased, may be negative for a sample; the one to subtract from a reward. */
  K1 {
    @Override
    double value(double x) {
      return x;
    }

    @Override
    double slope(double x) {
      return 1;
    }
  },
  /** {@code x^2 / 2}: biased, never negative; the one to differentiate. */
  K2 {
    @Override
    double value(double x) {
      return x * x / 2;
    }

    @Override
    double slope(double x) {
      return x;
    }
  },
  /** {@code exp(-x) - 1 + x}: unbiased, never negative; the one to watch. */
  K3 {
    @Override
    double value(double x) {
      return Math.expm1(-x) + x;
    }

    @Override
    double slope(double x) {
      return -Math.expm1(-x);
    }
  };

  /**
   * Bounds that keep a single token from an overflow; the gradient is 0 where they bind.
   *
   * @param logRatio bound on the absolute log ratio
   * @param value bound on the absolute estimate
   */
  public record Clamp(double logRatio, double value) {
    /** No bound. */
    public static final Clamp NONE = new Clamp(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** verl, for K3: log ratio within 20, estimate within 10. */
    public static final Clamp VERL = new Clamp(20, 10);

    /** OpenRLHF, for all: estimate within 10. */
    public static final Clamp OPEN_RLHF = new Clamp(Double.POSITIVE_INFINITY, 10);
  }

  abstract double value(double x);

  abstract double slope(double x);

  /** The estimates of all tokens, unclamped. */
  public TokenKl estimate(double[][] logProbs, double[][] referenceLogProbs, Mask mask) {
    return estimate(logProbs, referenceLogProbs, mask, Clamp.NONE);
  }

  /**
   * The estimates of all tokens.
   *
   * @param logProbs of the sampled tokens under the policy, {@code [batch, time]}
   * @param referenceLogProbs of the same tokens under the reference, {@code [batch, time]}
   * @throws org.plumbline.core.error.InvalidInputException on another shape or a log-probability
   *     that counts and is not finite
   */
  public TokenKl estimate(
      double[][] logProbs, double[][] referenceLogProbs, Mask mask, Clamp clamp) {
    double[][] kl = zerosLike(logProbs, referenceLogProbs, mask);
    for (int row = 0; row < kl.length; row++) {
      for (int time = 0; time < kl[row].length; time++) {
        if (mask.at(row, time)) {
          double x = logProbs[row][time] - referenceLogProbs[row][time];
          kl[row][time] =
              Math.clamp(
                  value(Math.clamp(x, -clamp.logRatio, clamp.logRatio)), -clamp.value, clamp.value);
        }
      }
    }
    return new TokenKl(kl, mask);
  }

  /**
   * Derivative of the sum of all estimates by the policy's log-probability of each token, {@code
   * [batch, time]}.
   */
  public double[][] gradient(
      double[][] logProbs, double[][] referenceLogProbs, Mask mask, Clamp clamp) {
    double[][] gradient = zerosLike(logProbs, referenceLogProbs, mask);
    for (int row = 0; row < gradient.length; row++) {
      for (int time = 0; time < gradient[row].length; time++) {
        if (mask.at(row, time)) {
          double x = logProbs[row][time] - referenceLogProbs[row][time];
          boolean free = Math.abs(x) < clamp.logRatio && Math.abs(value(x)) < clamp.value;
          gradient[row][time] = free ? slope(x) : 0;
        }
      }
    }
    return gradient;
  }

  private static double[][] zerosLike(
      double[][] logProbs, double[][] referenceLogProbs, Mask mask) {
    MaskedReductions.requireFinite(logProbs, mask);
    MaskedReductions.requireFinite(referenceLogProbs, mask);
    double[][] zeros = new double[logProbs.length][];
    for (int row = 0; row < zeros.length; row++) {
      zeros[row] = new double[logProbs[row].length];
    }
    return zeros;
  }
}
