package org.plumbline.mechanism.sampled;

/**
 * How far a payment can be trusted, before any rule has judged; all but the sample size as shares
 * of the payment.
 *
 * @param relativeError standard error over the draw of samples, for the prompts as they are
 * @param effectiveSamples effective sample size, the sum over prompts
 * @param unseen what the mass that no sample saw could add (3 / N of it, at 95 %), at rewards at
 *     the ends of the declared range
 * @param gap distance of the policy from the optimum, in money; 0 without log-probabilities
 * @param samples all samples, of all prompts
 */
public record Diagnostics(
    double relativeError, double effectiveSamples, double unseen, double gap, int samples) {

  /** How many samples would pass a rule, if their shares fall as they should. */
  long suggestedSamples(RefusalRule rule) {
    double error = relativeError / rule.mostRelativeError();
    double more =
        Math.max(
            error * error,
            Math.max(unseen / rule.mostUnseen(), rule.leastEffectiveSamples() / effectiveSamples));
    return (long) Math.ceil(Math.min(1e15, samples * Math.max(1, more)));
  }
}
