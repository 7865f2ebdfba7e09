package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/**
 * Exact divergences of two next-token distributions from their logits, over the whole vocabulary.
 *
 * <p>No sampling noise and never negative; it costs one pass over {@code [positions, vocabulary]}.
 * Probability 0 under the reference where the policy has some gives infinity, not NaN.
 */
public final class FullVocabularyKl {
  private final double[][] logPolicy;
  private final double[][] logReference;

  private FullVocabularyKl(double[][] logPolicy, double[][] logReference) {
    this.logPolicy = logPolicy;
    this.logReference = logReference;
  }

  /**
   * Prepares both distributions.
   *
   * @param policyLogits {@code [positions, vocabulary]}
   * @param referenceLogits {@code [positions, vocabulary]}
   * @param temperature by which both logits are divided; 1 leaves them
   * @throws org.plumbline.core.error.InvalidInputException if the shapes differ, a logit is NaN or
   *     plus infinity, or the temperature is not positive
   */
  public static FullVocabularyKl of(
      double[][] policyLogits, double[][] referenceLogits, double temperature) {
    require(temperature > 0, "the temperature must be positive (got %s)", temperature);
    require(
        policyLogits.length == referenceLogits.length,
        "policy and reference must have as many positions (got %d and %d)",
        policyLogits.length,
        referenceLogits.length);
    double[][] policy = new double[policyLogits.length][];
    double[][] reference = new double[policyLogits.length][];
    for (int i = 0; i < policy.length; i++) {
      require(
          policyLogits[i].length == referenceLogits[i].length,
          "policy and reference must share one vocabulary (position %d has %d and %d logits)",
          i,
          policyLogits[i].length,
          referenceLogits[i].length);
      policy[i] = logSoftmax(policyLogits[i], temperature);
      reference[i] = logSoftmax(referenceLogits[i], temperature);
    }
    return new FullVocabularyKl(policy, reference);
  }

  /** KL(policy || reference) at each position, in nats: the penalty of RLHF. */
  public double[] reverse() {
    return divergences(logPolicy, logReference);
  }

  /** KL(reference || policy) at each position, in nats. */
  public double[] forward() {
    return divergences(logReference, logPolicy);
  }

  /** Entropy of the policy at each position, in nats. */
  public double[] policyEntropy() {
    double[] entropy = new double[logPolicy.length];
    for (int i = 0; i < entropy.length; i++) {
      for (double log : logPolicy[i]) {
        entropy[i] -= log == Double.NEGATIVE_INFINITY ? 0 : Math.exp(log) * log;
      }
    }
    return entropy;
  }

  /**
   * Derivative of each position's reverse KL by the policy's logits at temperature 1, {@code
   * [positions, vocabulary]}.
   */
  public double[][] reverseByPolicyLogits() {
    double[] kl = reverse();
    double[][] gradient = new double[logPolicy.length][];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = new double[logPolicy[i].length];
      for (int token = 0; token < gradient[i].length; token++) {
        double p = Math.exp(logPolicy[i][token]);
        gradient[i][token] =
            p == 0 ? 0 : p * (logPolicy[i][token] - logReference[i][token] - kl[i]);
      }
    }
    return gradient;
  }

  private static double[] divergences(double[][] logP, double[][] logQ) {
    double[] kl = new double[logP.length];
    for (int i = 0; i < kl.length; i++) {
      for (int token = 0; token < logP[i].length; token++) {
        if (logP[i][token] != Double.NEGATIVE_INFINITY) {
          kl[i] += Math.exp(logP[i][token]) * (logP[i][token] - logQ[i][token]);
        }
      }
      kl[i] = Math.max(0, kl[i]);
    }
    return kl;
  }

  private static double[] logSoftmax(double[] logits, double temperature) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      require(
          !Double.isNaN(logit) && logit != Double.POSITIVE_INFINITY,
          "a logit must be a finite number or minus infinity (got %s)",
          logit);
      highest = Math.max(highest, logit);
    }
    require(
        highest > Double.NEGATIVE_INFINITY,
        "a distribution needs at least one token that is possible");
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp((logit - highest) / temperature);
    }
    double logSum = Math.log(sum);
    double[] log = new double[logits.length];
    for (int i = 0; i < log.length; i++) {
      log[i] = (logits[i] - highest) / temperature - logSum;
    }
    return log;
  }
}
