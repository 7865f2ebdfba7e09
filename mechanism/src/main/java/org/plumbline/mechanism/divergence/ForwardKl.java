package org.plumbline.mechanism.divergence;

import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.numeric.DecreasingRoot;
import org.plumbline.mechanism.numeric.LogExcess;
import org.plumbline.mechanism.numeric.LogSum;

/**
 * {@code sum of pi0 log(pi0 / pi)}: {@code pi = lambda pi0 / (nu - r)}, where nu above all rewards
 * makes the sum 1. No probability becomes 0.
 */
public record ForwardKl() implements Divergence {

  @Override
  public String name() {
    return "forward-kl";
  }

  @Override
  public double value(Policy policy, Policy initial) {
    return LogSum.sum(
        policy.size(),
        x -> {
          double q = initial.probability(x);
          return q * LogExcess.psi((policy.probability(x) - q) / q);
        });
  }

  @Override
  public Optimum maximize(AggregateReward reward, Regularization to) {
    double lambda = to.lambda();
    double u = root(reward, to);
    double[] probabilities = new double[reward.size()];
    for (int x = 0; x < probabilities.length; x++) {
      probabilities[x] = lambda * to.initial().probability(x) / (u - reward.gap(x));
    }
    double welfare = LogSum.sum(reward.size(), x -> probabilities[x] * reward.gap(x));
    double divergence =
        LogSum.sum(
            reward.size(),
            x -> {
              double g = -reward.gap(x);
              return to.initial().probability(x) * LogExcess.psi((lambda - u - g) / (u + g));
            });
    double value = reward.peak() + welfare - lambda * divergence;
    return new Optimum(to, reward, Policy.of(probabilities), value, u);
  }

  /** nu less the peak: Newton on one over the sum, which is nearly straight. */
  private static double root(AggregateReward reward, Regularization to) {
    double lambda = to.lambda();
    double low = 0;
    for (int x = 0; x < reward.size(); x++) {
      low = Math.max(low, lambda * to.initial().probability(x) + reward.gap(x));
    }
    return DecreasingRoot.of(
        low,
        lambda,
        u -> {
          double sum = 0;
          double slope = 0;
          for (int x = 0; x < reward.size(); x++) {
            double term = lambda * to.initial().probability(x) / (u - reward.gap(x));
            sum += term;
            slope += term / (u - reward.gap(x));
          }
          return new DecreasingRoot.Step(sum, u + (sum - 1) * sum / slope);
        });
  }

  /** lambda sum of pi0 psi(pi / q - 1), where pi / q - 1 = (weight change - d nu) / (nu - r). */
  @Override
  public double bregman(Optimum at, double weight, Reward change, Supplier<Optimum> without) {
    Policy initial = at.regularization().initial();
    double lambda = at.regularization().lambda();
    Policy before = without.get().policy();
    double mass = 0;
    double total = 0;
    for (int x = 0; x < change.size(); x++) {
      double share = before.probability(x) * (lambda / (at.price() - at.reward().gap(x)));
      mass += share;
      total += share * weight * change.at(x);
    }
    double rise = total / mass; // of nu: both policies sum to 1
    return lambda
        * LogSum.sum(
            change.size(),
            x -> {
              double ratio = (weight * change.at(x) - rise) / (at.price() - at.reward().gap(x));
              return initial.probability(x) * LogExcess.psi(ratio);
            });
  }

  @Override
  public double[] response(Optimum at) {
    double[] response = new double[at.policy().size()];
    for (int x = 0; x < response.length; x++) {
      double p = at.policy().probability(x);
      response[x] = p * p / at.regularization().initial().probability(x);
    }
    return response;
  }
}
