package org.plumbline.mechanism.divergence;

import static org.plumbline.mechanism.InvalidGameException.unless;

import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;

/**
 * What holds the policy to the initial one: {@code lambda D(pi || initial)}.
 *
 * @param divergence D
 * @param lambda its weight, more than 0
 * @param initial pi0, the policy before the training
 */
public record Regularization(Divergence divergence, double lambda, Policy initial) {

  public Regularization {
    unless(
        lambda > 0 && Double.isFinite(lambda),
        "lambda, the weight of the divergence, is a finite number above 0 (got %s)",
        lambda);
    requirePositive(divergence, initial);
  }

  private static void requirePositive(Divergence divergence, Policy initial) {
    for (int x = 0; x < initial.size() && !divergence.allowsZeroInitial(); x++) {
      unless(
          initial.logProbability(x) > Double.NEGATIVE_INFINITY,
          "under %s each outcome has a positive initial probability (outcome %d has 0): leave the"
              + " outcome out, or take squared-euclidean, which allows it",
          divergence.name(),
          x + 1);
    }
  }

  /** The best policy for a reward. */
  public Optimum maximize(AggregateReward reward) {
    unless(
        reward.size() == initial.size(),
        "rewards and the initial policy are over the same outcomes (got %d and %d)",
        reward.size(),
        initial.size());
    return divergence.maximize(reward, this);
  }
}
