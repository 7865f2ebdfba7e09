package org.plumbline.mechanism.divergence;

import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;

/** {@code sum of (pi - pi0)^2 / pi0}, without 1/2. The policy may have zeros. */
public record ChiSquared() implements Divergence {

  @Override
  public String name() {
    return "chi-squared";
  }

  @Override
  public boolean allowsZeroInitial() {
    return false;
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
    return new QuadraticPenalty(to, to.initial()::probability);
  }
}
