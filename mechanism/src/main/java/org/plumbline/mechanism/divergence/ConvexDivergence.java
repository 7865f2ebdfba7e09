package org.plumbline.mechanism.divergence;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.function.Supplier;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.numeric.DecreasingRoot;
import org.plumbline.mechanism.numeric.LogSum;

/**
 * Any f-divergence {@code sum of pi0 f(pi / pi0)} with a strictly convex f: {@code pi = pi0
 * f'^-1((r - nu) / lambda)}, nu found as a root so that probabilities sum to 1 within 1e-12.
 *
 * <p>A payment below about 1e-12 of lambda loses relative digits here; the divergences with closed
 * forms keep them. The total variation is not strictly convex: it has no unique optimum.
 *
 * @param name for results and errors
 * @param f the function
 */
public record ConvexDivergence(String name, ConvexFunction f) implements Divergence {
  private static final double[] PROBES = {1e-6, 1e-3, 0.1, 0.5, 0.9, 1, 1.1, 2, 10, 1e3, 1e6};

  /** Gauss-Legendre on 0..1 with 5 points. */
  private static final double[] NODES = {
    0.046910077030668, 0.230765344947158, 0.5, 0.769234655052842, 0.953089922969332
  };

  private static final double[] SHARES = {
    0.118463442528095, 0.239314335249683, 0.284444444444444, 0.239314335249683, 0.118463442528095
  };

  public ConvexDivergence {
    unless(Math.abs(f.value(1)) <= 1e-12, "%s: f(1) is 0 (got %s); subtract it", name, f.value(1));
    for (int i = 1; i < PROBES.length; i++) {
      unless(
          f.slope(PROBES[i]) > f.slope(PROBES[i - 1]) && f.curvature(PROBES[i]) > 0,
          "%s: f is strictly convex (its slope does not rise from %s to %s); otherwise no best"
              + " policy is the only one, as under the total variation",
          name,
          PROBES[i - 1],
          PROBES[i]);
    }
  }

  @Override
  public double value(Policy policy, Policy initial) {
    return LogSum.sum(
        policy.size(),
        x -> {
          double q = initial.probability(x);
          return q * excess(policy.probability(x) / q, 1, f.slope(1));
        });
  }

  @Override
  public Optimum maximize(AggregateReward reward, Regularization to) {
    double lambda = to.lambda();
    Policy initial = to.initial();
    double middle = -lambda * f.slope(1);
    double u = DecreasingRoot.of(middle - reward.range(), middle, v -> step(reward, to, v));
    double[] probabilities = new double[reward.size()];
    for (int x = 0; x < probabilities.length; x++) {
      probabilities[x] = initial.probability(x) * f.inverseSlope((reward.gap(x) - u) / lambda);
    }
    Policy policy = Policy.of(probabilities);
    double welfare = LogSum.sum(reward.size(), x -> probabilities[x] * reward.gap(x));
    double value = reward.peak() + welfare - lambda * value(policy, initial);
    return new Optimum(to, reward, policy, value, u);
  }

  private DecreasingRoot.Step step(AggregateReward reward, Regularization to, double u) {
    double sum = 0;
    double slope = 0;
    for (int x = 0; x < reward.size(); x++) {
      double t = f.inverseSlope((reward.gap(x) - u) / to.lambda());
      sum += to.initial().probability(x) * t;
      slope += t > 0 ? to.initial().probability(x) / (f.curvature(t) * to.lambda()) : 0;
    }
    return new DecreasingRoot.Step(sum, u + (sum - 1) / slope);
  }

  @Override
  public double bregman(Optimum at, double weight, Reward change, Supplier<Optimum> without) {
    Optimum before = without.get();
    Policy initial = at.regularization().initial();
    double lambda = at.regularization().lambda();
    return lambda
        * LogSum.sum(
            change.size(),
            x -> {
              double p = at.policy().probability(x);
              double q = before.policy().probability(x);
              if (p == q) {
                return 0;
              }
              double start = initial.probability(x);
              // The slope at q, known even where q itself is too small for a double; at q = 0 it
              // may be below f'(0), and the difference is what keeps the outcome out.
              double slope = (before.reward().gap(x) - before.price()) / lambda;
              return start * excess(p / start, q / start, slope);
            });
  }

  /** f(t) - f(u) - slope (t - u); of near numbers it is an integral of the curvature. */
  private double excess(double t, double u, double slope) {
    double moved = t - u;
    if (Math.abs(moved) > 0.05 * Math.min(t, u)) {
      return Math.max(0, f.value(t) - f.value(u) - slope * moved);
    }
    double integral = 0;
    for (int i = 0; i < NODES.length; i++) {
      integral += SHARES[i] * (1 - NODES[i]) * f.curvature(u + NODES[i] * moved);
    }
    return moved * moved * integral;
  }

  @Override
  public double[] response(Optimum at) {
    Policy initial = at.regularization().initial();
    double[] response = new double[at.policy().size()];
    for (int x = 0; x < response.length; x++) {
      double t = at.policy().probability(x) / initial.probability(x);
      response[x] = t > 0 ? initial.probability(x) / f.curvature(t) : 0;
    }
    return response;
  }
}
