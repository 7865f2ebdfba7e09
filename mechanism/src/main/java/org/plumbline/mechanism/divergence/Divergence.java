package org.plumbline.mechanism.divergence;

import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;

/**
 * D(pi || pi0): how far a policy is from the initial one.
 *
 * <p>Everything rests on {@code F(r) = max over policies of <pi, r> - lambda D(pi || pi0)}, which
 * is convex with the optimal policy as its gradient. Payments, regrets of lies, sums over cycles
 * and losses by noise are all the one {@link #bregman} of F.
 */
public sealed interface Divergence
    permits ReverseKl, ForwardKl, QuadraticDivergence, ConvexDivergence {

  /** As it is written in files: {@code reverse-kl}. */
  String name();

  /** Whether an outcome may have the initial probability 0. */
  default boolean allowsZeroInitial() {
    return false;
  }

  /** D(policy || initial); infinite where it is not defined. */
  double value(Policy policy, Policy initial);

  /** The policy that maximises {@code <pi, r> - lambda D(pi || pi0)}, and the maximum. */
  Optimum maximize(AggregateReward reward, Regularization regularization);

  /**
   * {@code B_F(before, at) = F(before) - F(at) - <pi(at), before - at>}, not negative: computed as
   * a sum of terms that are not, so that small values keep their digits.
   *
   * @param at the optimum for the reward after a change
   * @param weight of the change
   * @param change what was added, times the weight: {@code at = before + weight * change}
   * @param before the optimum without the change; asked for only where it is needed
   */
  double bregman(Optimum at, double weight, Reward change, Supplier<Optimum> before);

  /**
   * {@code F(at) - F(before)}, never negative if the change is not: the utility of the group whose
   * report is the change, under the affine maximizer payment.
   */
  default double gain(Optimum at, double weight, Reward change, Supplier<Optimum> before) {
    return weight * at.policy().expectation(change) - bregman(at, weight, change, before);
  }

  /**
   * How strongly the probability of each outcome answers to its reward, times lambda: k in {@code d
   * pi / d r = (diag(k) - k k' / sum k) / lambda}.
   */
  double[] response(Optimum at);
}
