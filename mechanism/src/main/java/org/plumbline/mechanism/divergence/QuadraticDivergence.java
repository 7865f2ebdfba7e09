package org.plumbline.mechanism.divergence;

import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;

/** {@code sum of (pi - pi0)^2 / k}: a projection, and the policy may have zeros. */
public sealed interface QuadraticDivergence extends Divergence
    permits SquaredEuclidean, ChiSquared {

  /** k of each outcome. */
  IntToDoubleFunction scale(Policy initial);

  @Override
  default double value(Policy policy, Policy initial) {
    return penalty(new Regularization(this, 1, initial)).value(policy);
  }

  @Override
  default Optimum maximize(AggregateReward reward, Regularization to) {
    return penalty(to).maximize(reward, to);
  }

  @Override
  default double bregman(Optimum at, double weight, Reward change, Supplier<Optimum> before) {
    return penalty(at.regularization()).bregman(at, weight, change, before);
  }

  @Override
  default double[] response(Optimum at) {
    return penalty(at.regularization()).response(at);
  }

  private QuadraticPenalty penalty(Regularization to) {
    return new QuadraticPenalty(to, scale(to.initial()));
  }
}
