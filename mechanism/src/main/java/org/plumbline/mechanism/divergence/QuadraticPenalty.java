package org.plumbline.mechanism.divergence;

import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.numeric.LogSum;

/**
 * What L2 and chi-squared share: {@code D = sum of (pi - pi0)^2 / k}, with k = 1 or k = pi0. The
 * best policy is {@code k (z - theta)} where that is positive, with {@code z = pi0 / k + r / (2
 * lambda)}; an outcome whose z equals theta gets 0.
 */
final class QuadraticPenalty {
  private final Policy initial;
  private final double lambda;
  private final IntToDoubleFunction k;

  QuadraticPenalty(Regularization to, IntToDoubleFunction k) {
    this.initial = to.initial();
    this.lambda = to.lambda();
    this.k = k;
  }

  double value(Policy policy) {
    return LogSum.sum(
        policy.size(),
        x -> {
          double moved = policy.probability(x) - initial.probability(x);
          return moved == 0 ? 0 : moved * moved / k.applyAsDouble(x);
        });
  }

  Optimum maximize(AggregateReward reward, Regularization to) {
    double[] z = new double[reward.size()];
    for (int x = 0; x < z.length; x++) {
      z[x] = level(reward, x);
    }
    double theta = threshold(z);
    double[] probabilities = new double[z.length];
    for (int x = 0; x < z.length; x++) {
      probabilities[x] = Math.max(0, k.applyAsDouble(x) * (z[x] - theta));
    }
    Policy policy = Policy.of(probabilities);
    double welfare = LogSum.sum(z.length, x -> probabilities[x] * reward.gap(x));
    return new Optimum(to, reward, policy, reward.peak() + welfare - lambda * value(policy), theta);
  }

  private double level(AggregateReward reward, int x) {
    return initial.probability(x) / k.applyAsDouble(x) + reward.gap(x) / (2 * lambda);
  }

  /**
   * Drops outcomes below the threshold until none is (Michelot 1986): a few passes instead of a
   * sort.
   */
  private double threshold(double[] z) {
    double theta = Double.NEGATIVE_INFINITY;
    while (true) {
      double mass = 0;
      double total = 0;
      for (int x = 0; x < z.length; x++) {
        if (z[x] > theta) {
          mass += k.applyAsDouble(x);
          total += k.applyAsDouble(x) * z[x];
        }
      }
      double next = (total - 1) / mass;
      if (!(next > theta)) {
        return theta;
      }
      theta = next;
    }
  }

  /** lambda (sum of (pi - q)^2 / k + 2 sum over q = 0 of pi (theta' - z')): no negative term. */
  double bregman(Optimum at, double weight, Reward change, Supplier<Optimum> without) {
    Optimum before = without.get();
    double shift = shift(at.policy(), before.policy(), weight, change);
    return lambda
        * LogSum.sum(
            change.size(),
            x -> {
              double p = at.policy().probability(x);
              double q = before.policy().probability(x);
              double moved = moved(p, q, k.applyAsDouble(x), delta(weight, change, x) - shift);
              double slack = q == 0 ? before.price() - level(before.reward(), x) : 0;
              return (moved == 0 ? 0 : moved * moved / k.applyAsDouble(x)) + 2 * p * slack;
            });
  }

  private double delta(double weight, Reward change, int x) {
    return weight * change.at(x) / (2 * lambda);
  }

  /** p - q, on the common support from the change itself: the difference would cancel. */
  private static double moved(double p, double q, double k, double rise) {
    return p > 0 && q > 0 ? k * rise : p - q;
  }

  /** How far the threshold rose: p and q both sum to 1. */
  private double shift(Policy policy, Policy before, double weight, Reward change) {
    double mass = 0;
    double total = 0;
    for (int x = 0; x < change.size(); x++) {
      double p = policy.probability(x);
      double q = before.probability(x);
      if (p > 0 && q > 0) {
        mass += k.applyAsDouble(x);
        total += k.applyAsDouble(x) * delta(weight, change, x);
      } else {
        total += p - q;
      }
    }
    return mass == 0 ? 0 : total / mass;
  }

  double[] response(Optimum at) {
    double[] response = new double[at.policy().size()];
    for (int x = 0; x < response.length; x++) {
      response[x] = at.policy().probability(x) > 0 ? k.applyAsDouble(x) / 2 : 0;
    }
    return response;
  }
}
