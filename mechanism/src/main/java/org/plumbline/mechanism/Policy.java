package org.plumbline.mechanism;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A distribution over the outcomes. Log-probabilities are kept where they are known: when a group
 * is taken away, the mass may move to an outcome whose probability is below the smallest double.
 */
public final class Policy {
  /** How far a policy's sum may be from 1. */
  public static final double TOLERANCE = 1e-9;

  private final double[] probabilities;
  private final double @Nullable [] logProbabilities;
  private final int mode;

  private Policy(double[] probabilities, double @Nullable [] logProbabilities) {
    this.probabilities = probabilities;
    this.logProbabilities = logProbabilities;
    double sum = 0;
    int likeliest = 0;
    for (int x = 0; x < probabilities.length; x++) {
      unless(
          probabilities[x] >= 0,
          "a probability is not negative (got %s for outcome %d)",
          probabilities[x],
          x + 1);
      sum += probabilities[x];
      likeliest = probabilities[x] > probabilities[likeliest] ? x : likeliest;
    }
    mode = likeliest;
    unless(
        Math.abs(sum - 1) <= TOLERANCE,
        "probabilities sum to 1 within %s (got %s); they are not normalised silently",
        TOLERANCE,
        sum);
  }

  /**
   * A policy with these probabilities.
   *
   * @throws InvalidGameException if one is negative or they do not sum to 1
   */
  public static Policy of(double... probabilities) {
    return new Policy(probabilities.clone(), null);
  }

  /**
   * A policy with these natural logarithms of probabilities; minus infinity stands for 0.
   *
   * @throws InvalidGameException if the probabilities do not sum to 1
   */
  public static Policy ofLog(double... logProbabilities) {
    double[] log = logProbabilities.clone();
    return new Policy(Arrays.stream(log).map(Math::exp).toArray(), log);
  }

  /** A policy that likes each of so many outcomes equally. */
  public static Policy uniform(int outcomes) {
    double[] probabilities = new double[outcomes];
    Arrays.fill(probabilities, 1.0 / outcomes);
    return new Policy(probabilities, null);
  }

  /** How many outcomes there are. */
  public int size() {
    return probabilities.length;
  }

  /** The probability of one outcome, counted from 0; may be 0 where the logarithm is finite. */
  public double probability(int outcome) {
    return probabilities[outcome];
  }

  /** The natural logarithm of it. */
  public double logProbability(int outcome) {
    return logProbabilities == null ? Math.log(probabilities[outcome]) : logProbabilities[outcome];
  }

  /** The likeliest outcome, the first of several. */
  public int mode() {
    return mode;
  }

  /** A copy of the probabilities. */
  public double[] probabilities() {
    return probabilities.clone();
  }

  /** A copy of their logarithms. */
  public double[] logProbabilities() {
    double[] log = new double[size()];
    Arrays.setAll(log, this::logProbability);
    return log;
  }

  /** The expected reward: the valuation v of Assumption 3.1. */
  public double expectation(Reward reward) {
    double total = 0;
    for (int start = 0; start < probabilities.length; start += BLOCK) {
      int end = Math.min(probabilities.length, start + BLOCK);
      double part = 0;
      for (int x = start; x < end; x++) {
        part += probabilities[x] * reward.at(x);
      }
      total += part;
    }
    return total;
  }

  /** Sums over many outcomes are made of sums of so many, which keeps their rounding small. */
  private static final int BLOCK = 512;

  @Override
  public String toString() {
    return size() <= 12 ? Arrays.toString(probabilities) : "policy over " + size() + " outcomes";
  }
}
