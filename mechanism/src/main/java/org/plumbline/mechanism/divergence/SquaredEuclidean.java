package org.plumbline.mechanism.divergence;

import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;

/**
 * The squared distance {@code sum of (pi - pi0)^2}, which the paper calls L2; it is squared and has
 * no 1/2. The policy is a projection onto the simplex and may have zeros.
 */
public record SquaredEuclidean() implements Divergence {

  @Override
  public String name() {
    return "squared-euclidean";
  }

  @Override
  public boolean allowsZeroInitial() {
    return true;
  }

  @Override
  public double value(Policy policy, Policy initial) {
    return penalty(new Regularization(this, 1, initial)).value(policy);
  }

  @Override
  public Optimum maximize(AggregateReward reward, Regularization to) {
    return penalty(to).maximize(reward, to);
  }

  @Override
  public double bregman(Optimum at, double weight, Reward change, Supplier<Optimum> before) {
    return penalty(at.regularization()).bregman(at, weight, change, before);
  }

  @Override
  public double[] response(Optimum at) {
    return penalty(at.regularization()).response(at);
  }

  private static QuadraticPenalty penalty(Regularization to) {
    return new QuadraticPenalty(to, x -> 1);
  }
}
