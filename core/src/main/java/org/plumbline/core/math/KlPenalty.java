package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/**
 * The reward that a policy is trained on: the clipped score less the weighted KL of the sequence.
 *
 * <p>The score is clipped before the penalty is taken off, so the penalty is never clipped away
 * (TRL's order).
 *
 * @param weight weight of the KL, in units of reward a nat
 * @param lowest lowest score that counts as it is; minus infinity for no bound
 * @param highest highest score that counts as it is; infinity for no bound
 */
public record KlPenalty(double weight, double lowest, double highest) {

  public KlPenalty {
    require(
        weight >= 0,
        "the weight of the KL must not be negative (got %s); 0 switches it off",
        weight);
    require(
        lowest <= highest,
        "the bounds of a score must be in order (got %s to %s)",
        lowest,
        highest);
  }

  /** A penalty without any bound on the score. */
  public static KlPenalty unclipped(double weight) {
    return new KlPenalty(weight, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
  }

  /** The reward of one sequence. */
  public double reward(double score, double sequenceKl) {
    // NaN stays NaN, so that an unscorable completion is still seen as one.
    double clipped = Double.isNaN(score) ? score : Math.clamp(score, lowest, highest);
    return clipped - weight * sequenceKl;
  }

  /** The rewards of sequences, in their order. */
  public double[] rewards(double[] scores, SequenceKl kl) {
    double[] values = kl.values();
    require(
        scores.length == values.length,
        "scores and KL must be as many (got %d and %d)",
        scores.length,
        values.length);
    double[] rewards = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      rewards[i] = reward(scores[i], values[i]);
    }
    return rewards;
  }
}
