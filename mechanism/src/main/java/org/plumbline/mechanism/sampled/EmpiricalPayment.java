package org.plumbline.mechanism.sampled;

import org.plumbline.mechanism.numeric.CenteredExponential;

/**
 * What one group pays on weighted samples, and how sure that is.
 *
 * <p>With P the weights of the trained policy and b = w rm / lambda the group's exponent, {@code p
 * = lambda log E_P exp(-(b - E_P b))}: lambda times KL from the policy to the one without the
 * group. It is never negative.
 *
 * @param payment in units of a member's reward
 * @param standardError by the delta method, over the draw of the samples
 * @param partition {@code E_P exp(-b)}, the partition function without the group over the one with
 *     it
 * @param effectiveSamples effective sample size of the weights without the group, {@code 1 / sum
 *     Q^2}
 * @param effectiveLeast the smaller of that and the one of P
 * @param centre {@code E_P b}
 */
record EmpiricalPayment(
    double payment,
    double standardError,
    double partition,
    double effectiveSamples,
    double effectiveLeast,
    double centre) {

  /**
   * Computes it.
   *
   * @param logWeights logarithms of P, with sum 1, [samples]
   * @param exponents b, [samples]
   */
  static EmpiricalPayment of(double[] logWeights, double[] exponents, double lambda) {
    int samples = logWeights.length;
    double centre = 0;
    for (int k = 0; k < samples; k++) {
      centre += Math.exp(logWeights[k]) * exponents[k];
    }
    double[] terms = new double[samples];
    double[] without = new double[samples];
    for (int k = 0; k < samples; k++) {
      terms[k] = logWeights[k] + CenteredExponential.logPhi(exponents[k] - centre);
      without[k] = logWeights[k] - (exponents[k] - centre);
    }
    // log E exp(-c) = log(1 + E phi(c)) because E c = 0: a sum of terms that are not negative.
    double logMean = LogWeights.softplus(LogWeights.logSumExp(terms));
    without = LogWeights.normalised(without);
    double variance = 0;
    double squaresWith = 0;
    double squaresWithout = 0;
    for (int k = 0; k < samples; k++) {
      double p = Math.exp(logWeights[k]);
      double q = Math.exp(without[k]);
      double influence = lambda * (q - p + p * (exponents[k] - centre));
      variance += influence * influence;
      squaresWith += p * p;
      squaresWithout += q * q;
    }
    return new EmpiricalPayment(
        lambda * logMean,
        Math.sqrt(variance),
        Math.exp(logMean - centre),
        1 / squaresWithout,
        1 / Math.max(squaresWith, squaresWithout),
        centre);
  }
}
