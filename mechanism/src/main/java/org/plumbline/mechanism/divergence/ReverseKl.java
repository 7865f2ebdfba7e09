package org.plumbline.mechanism.divergence;

import static org.plumbline.mechanism.numeric.CenteredExponential.logPhi;
import static org.plumbline.mechanism.numeric.CenteredExponential.moderate;
import static org.plumbline.mechanism.numeric.CenteredExponential.phi;

import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.numeric.CenteredExponential;
import org.plumbline.mechanism.numeric.LogSum;

/**
 * {@code sum of pi log(pi / pi0)}, the divergence of RLHF: {@code pi = pi0 exp(r / lambda) / Z} and
 * {@code F = lambda log Z}.
 *
 * <p>A payment is {@code lambda log E_pi[exp(-(b - E_pi b))]} with {@code b = w rm / lambda}, so it
 * needs the trained policy alone: all n cost one pass each over the outcomes.
 */
public record ReverseKl() implements Divergence {
  /** exp of this overflows no double, and what a policy loses below e^-745 does not matter. */
  private static final double LARGEST_EXPONENT = 300;

  private static final int BLOCK = 512;

  @Override
  public String name() {
    return "reverse-kl";
  }

  @Override
  public double value(Policy policy, Policy initial) {
    return LogSum.sum(
        policy.size(),
        x -> {
          double p = policy.probability(x);
          double q = initial.probability(x);
          // p log(p/q) - p + q: terms that are not negative, and whose sum is the same.
          return p == 0 ? q : p * (policy.logProbability(x) - initial.logProbability(x)) - p + q;
        });
  }

  @Override
  public Optimum maximize(AggregateReward reward, Regularization to) {
    Policy initial = to.initial();
    double lambda = to.lambda();
    double[] log = new double[reward.size()];
    double largest = Double.NEGATIVE_INFINITY;
    for (int x = 0; x < log.length; x++) {
      log[x] = reward.gap(x) / lambda + initial.logProbability(x);
      largest = Math.max(largest, log[x]);
    }
    double total = 0;
    for (int x = 0; x < log.length; x++) {
      log[x] -= largest; // before the logarithm of the sum, which would hide small differences
      total += Math.exp(log[x]);
    }
    double logTotal = Math.log(total);
    for (int x = 0; x < log.length; x++) {
      log[x] -= logTotal;
    }
    double value = reward.peak() + lambda * logPartition(reward, to, largest + logTotal);
    return new Optimum(to, reward, Policy.ofLog(log), value, largest + logTotal);
  }

  /** log sum of pi0 exp(gap / lambda); near 0 it is taken from the difference to 1. */
  private static double logPartition(AggregateReward reward, Regularization to, double direct) {
    if (direct < -0.5) {
      return direct;
    }
    return Math.log1p(
        LogSum.sum(
            reward.size(),
            x -> to.initial().probability(x) * Math.expm1(reward.gap(x) / to.lambda())));
  }

  @Override
  public double bregman(Optimum at, double weight, Reward change, Supplier<Optimum> before) {
    Policy policy = at.policy();
    double lambda = at.regularization().lambda();
    double scale = weight / lambda;
    // Measured from the likeliest outcome: if nearly all mass is there, the rest is still exact.
    double base = change.at(policy.mode());
    double mean = meanAbove(base, policy, change);
    double least = change.least() - base - mean;
    double largest = change.largest() - base - mean;
    if (Math.max(-scale * least, -scale * largest) <= LARGEST_EXPONENT) {
      return lambda * Math.log1p(meanPhi(policy, scale, change, base, mean));
    }
    // The same on a logarithmic scale: log(1 + e^s), where e^s may be larger than any double.
    double s =
        LogSum.ofExponentials(
            change.size(),
            x -> policy.logProbability(x) + logPhi(scale * (change.at(x) - base - mean)));
    return lambda * (s > 0 ? s + Math.log1p(Math.exp(-s)) : Math.log1p(Math.exp(s)));
  }

  private static double meanAbove(double base, Policy policy, Reward change) {
    double total = 0;
    for (int start = 0; start < policy.size(); start += BLOCK) {
      int end = Math.min(policy.size(), start + BLOCK);
      double part = 0;
      for (int x = start; x < end; x++) {
        part += policy.probability(x) * (change.at(x) - base);
      }
      total += part;
    }
    return total;
  }

  private static double meanPhi(
      Policy policy, double scale, Reward change, double base, double mean) {
    if (Math.abs(scale) * (change.largest() - change.least()) > CenteredExponential.LARGEST) {
      return LogSum.sum(
          policy.size(), x -> policy.probability(x) * phi(scale * (change.at(x) - base - mean)));
    }
    double total = 0;
    for (int start = 0; start < policy.size(); start += BLOCK) {
      int end = Math.min(policy.size(), start + BLOCK);
      double even = 0; // two sums, so that the processor works on both at once
      double odd = 0;
      int x = start;
      for (; x + 1 < end; x += 2) {
        even += policy.probability(x) * moderate(scale * (change.at(x) - base - mean));
        odd += policy.probability(x + 1) * moderate(scale * (change.at(x + 1) - base - mean));
      }
      for (; x < end; x++) {
        even += policy.probability(x) * moderate(scale * (change.at(x) - base - mean));
      }
      total += even + odd;
    }
    return total;
  }

  /** lambda log E_q exp(weight change / lambda) of the policy q before: no term cancels. */
  @Override
  public double gain(Optimum at, double weight, Reward change, Supplier<Optimum> before) {
    double lambda = at.regularization().lambda();
    double scale = weight / lambda;
    Policy policy = before.get().policy();
    int size = change.size();
    if (scale * change.largest() < LARGEST_EXPONENT) {
      return lambda
          * Math.log1p(
              LogSum.sum(size, x -> policy.probability(x) * Math.expm1(scale * change.at(x))));
    }
    return lambda
        * LogSum.ofExponentials(size, x -> policy.logProbability(x) + scale * change.at(x));
  }

  @Override
  public double[] response(Optimum at) {
    return at.policy().probabilities();
  }
}
