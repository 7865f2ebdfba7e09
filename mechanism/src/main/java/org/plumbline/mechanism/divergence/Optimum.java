package org.plumbline.mechanism.divergence;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;

/**
 * The solution of one training problem.
 *
 * @param regularization of the problem
 * @param reward of the problem
 * @param policy pi(r), which is also the gradient of F
 * @param value F(r), the affine social welfare at the policy
 * @param price the multiplier of "probabilities sum to 1", less the peak of the reward
 */
public record Optimum(
    Regularization regularization,
    AggregateReward reward,
    Policy policy,
    double value,
    double price) {

  /** B_F(r - weight * change, r): see {@link Divergence#bregman}. */
  public double bregman(double weight, Reward change, Supplier<Optimum> before) {
    return regularization.divergence().bregman(this, weight, change, before);
  }

  /** F(r) - F(r - weight * change). */
  public double gain(double weight, Reward change, Supplier<Optimum> before) {
    return regularization.divergence().gain(this, weight, change, before);
  }

  /** D(policy || initial), as precise when it is small as the payments are. */
  public double divergence() {
    // lambda D is the Bregman divergence from the reward 0, whose optimum is the initial policy.
    Supplier<Optimum> initial =
        () -> regularization.maximize(AggregateReward.of(new double[reward.size()]));
    return bregman(1, reward.gaps(), initial) / regularization.lambda();
  }

  /**
   * How the policy changes when the reward changes in a direction: {@code (d pi / d r) direction}.
   *
   * @param direction for each outcome
   */
  public double[] derivative(double[] direction) {
    unless(direction.length == policy.size(), "a direction has a number for each outcome");
    double[] response = regularization.divergence().response(this);
    double total = 0;
    double mean = 0;
    for (int x = 0; x < response.length; x++) {
      total += response[x];
      mean += response[x] * direction[x];
    }
    double[] change = new double[response.length];
    for (int x = 0; x < response.length; x++) {
      change[x] =
          total == 0 ? 0 : response[x] * (direction[x] - mean / total) / regularization.lambda();
    }
    return change;
  }
}
