package org.plumbline.mechanism.payment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.ConvexDivergence;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;

/**
 * {@code inf of F(others + weight rm') - F(others)} over the reward models of a normalisation
 * (Corollary 4.6, corrected: the infimum runs over types, not over the actual report).
 */
final class LeastUtility {
  private final AggregateReward others;
  private final Regularization to;
  private final double weight;
  private final Optimum without;

  LeastUtility(AggregateReward others, Regularization to, double weight) {
    this.others = others;
    this.to = to;
    this.weight = weight;
    this.without = to.maximize(others);
  }

  Premium over(Normalization domain) {
    return switch (domain) {
      case Normalization.SumToOne sum -> overSimplex();
      case Normalization.MaxOne max -> overSingles();
      // With one outcome alone, the least and the largest reward cannot differ.
      case Normalization.UnitRange range -> overSingles();
      case Normalization.Free free ->
          throw new InvalidGameException(
              "the revenue-maximising payment needs normalised rewards: among all rewards is that of"
                  + " a group that wants nothing, and its utility 0 leaves nothing to add");
      case Normalization.Own own ->
          throw new InvalidGameException(
              "the least utility over the reward models with '%s' is not known: use sum, max or"
                      .formatted(own.rule())
                  + " range");
    };
  }

  private Premium overSimplex() {
    Optional<double[]> level = level();
    if (level.isPresent()) {
      return premium(Reward.of(WaterFilling.reward(level.get(), weight)), 0, weight / size());
    }
    SimplexDescent.Result least = new SimplexDescent(this::gain, this::gradient).from(size());
    return premium(Reward.of(least.point()), least.gap(), weight / size());
  }

  /** F rises with each reward, so the least type wants one outcome only. */
  private Premium overSingles() {
    Optional<double[]> level = level();
    if (level.isPresent()) {
      int lowest = 0;
      for (int x = 1; x < size(); x++) {
        lowest = level.get()[x] < level.get()[lowest] ? x : lowest;
      }
      return premium(single(lowest), 0, weight);
    }
    // By convexity a single outcome x costs at least weight * pi(x) without the group: the least
    // likely come first, and the search ends where no other can be lower.
    int[] order =
        IntStream.range(0, size())
            .boxed()
            .sorted(Comparator.comparingDouble(without.policy()::probability))
            .mapToInt(Integer::intValue)
            .toArray();
    Reward least = single(order[0]);
    double utility = gain(least);
    for (int x : order) {
      if (weight * without.policy().probability(x) >= utility) {
        break;
      }
      double other = gain(single(x));
      if (other < utility) {
        utility = other;
        least = single(x);
      }
    }
    return premium(least, 0, weight);
  }

  private Premium premium(Reward binding, double gap, double upper) {
    Policy policy = without.policy();
    double lowest = Double.POSITIVE_INFINITY;
    for (int x = 0; x < size(); x++) {
      lowest = Math.min(lowest, policy.probability(x));
    }
    double least = Math.max(0, gain(binding));
    return new Premium(Math.max(0, least - gap), gap, binding, weight * lowest, upper);
  }

  /**
   * y such that F is a symmetric function of it: a type that fills the lowest y raises F least.
   * Empty where there is none.
   */
  private Optional<double[]> level() {
    double lambda = to.lambda();
    double[] y = new double[size()];
    switch (to.divergence()) {
      case ReverseKl kl ->
          Arrays.setAll(y, x -> others.gap(x) + lambda * to.initial().logProbability(x));
      case SquaredEuclidean squared ->
          Arrays.setAll(y, x -> others.gap(x) + 2 * lambda * to.initial().probability(x));
      case ForwardKl forward -> {
        return Optional.empty();
      }
      case ChiSquared chi -> {
        return Optional.empty();
      }
      case ConvexDivergence convex -> {
        return Optional.empty();
      }
    }
    return Optional.of(y);
  }

  private Reward single(int outcome) {
    double[] reward = new double[size()];
    reward[outcome] = 1;
    return Reward.of(reward);
  }

  private double gain(Reward reward) {
    return with(reward).gain(weight, reward, () -> without);
  }

  private double gain(double[] reward) {
    return gain(Reward.of(reward));
  }

  private double[] gradient(double[] reward) {
    double[] gradient = with(Reward.of(reward)).policy().probabilities();
    for (int x = 0; x < gradient.length; x++) {
      gradient[x] *= weight;
    }
    return gradient;
  }

  private Optimum with(Reward reward) {
    return to.maximize(others.plus(weight, reward));
  }

  private int size() {
    return others.size();
  }
}
