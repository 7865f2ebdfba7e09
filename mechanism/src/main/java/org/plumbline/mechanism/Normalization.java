package org.plumbline.mechanism;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * The rule that makes rewards comparable: the domain R of reward models that may be reported.
 *
 * <p>The paper takes the sum 1 (section 2.1) and allows the maximum 1. Incentive compatibility
 * needs none of them; what a group pays and the revenue-maximising payment depend on it.
 */
public sealed interface Normalization {
  /** How far a reward may be from the rule. */
  double TOLERANCE = 1e-9;

  /** No reward is negative, and they sum to 1 over the outcomes. */
  record SumToOne() implements Normalization {
    @Override
    public String rule() {
      return "rewards are not negative and sum to 1";
    }

    @Override
    public double[] apply(double[] raw) {
      double sum = Arrays.stream(raw).sum();
      unless(
          sum > 0 && least(raw) >= 0,
          "rewards that are to sum to 1 must not be negative, nor all 0 (least: %s, sum: %s)",
          least(raw),
          sum);
      return Arrays.stream(raw).map(value -> value / sum).toArray();
    }
  }

  /** No reward is negative, and the largest is 1. */
  record MaxOne() implements Normalization {
    @Override
    public String rule() {
      return "rewards are not negative and the largest is 1";
    }

    @Override
    public double[] apply(double[] raw) {
      double largest = largest(raw);
      unless(
          largest > 0 && least(raw) >= 0,
          "rewards whose largest is to be 1 must not be negative, nor all 0 (least: %s, largest:"
              + " %s)",
          least(raw),
          largest);
      return Arrays.stream(raw).map(value -> value / largest).toArray();
    }
  }

  /** The least reward is 0 and the largest is 1. */
  record UnitRange() implements Normalization {
    @Override
    public String rule() {
      return "the least reward is 0 and the largest is 1";
    }

    @Override
    public double[] apply(double[] raw) {
      double least = least(raw);
      double range = largest(raw) - least;
      unless(
          range > 0, "rewards that are equal everywhere (%s) cannot be stretched to 0..1", least);
      return Arrays.stream(raw).map(value -> (value - least) / range).toArray();
    }
  }

  /** Any finite rewards. */
  record Free() implements Normalization {
    @Override
    public String rule() {
      return "rewards are finite numbers";
    }

    @Override
    public double[] apply(double[] raw) {
      return raw.clone();
    }
  }

  /**
   * A rule of the user's own: a reward obeys it if the function leaves it as it is.
   *
   * @param rule as a sentence, for errors
   * @param function brings any reward to the rule; applied twice it does what it does once
   */
  record Own(String rule, UnaryOperator<double[]> function) implements Normalization {
    @Override
    public double[] apply(double[] raw) {
      return function.apply(raw.clone());
    }
  }

  /** The rule as a sentence. */
  String rule();

  /**
   * Brings rewards to the rule.
   *
   * @throws InvalidGameException if that is not possible
   */
  double[] apply(double[] raw);

  /**
   * Throws unless a group's reward obeys the rule within {@link #TOLERANCE}; nothing is mended
   * silently.
   */
  default void require(Group group) {
    double[] given = group.reward().values();
    double[] wanted;
    try {
      wanted = apply(given);
    } catch (InvalidGameException e) {
      throw new InvalidGameException("group '%s': %s".formatted(group.name(), e.getMessage()));
    }
    for (int x = 0; x < given.length; x++) {
      unless(
          Math.abs(given[x] - wanted[x]) <= TOLERANCE * Math.max(1, Math.abs(wanted[x])),
          "group '%s': %s (outcome %d has %s; by the rule it would be %s). Normalise the rewards"
              + " before they are reported",
          group.name(),
          rule(),
          x + 1,
          given[x],
          wanted[x]);
    }
  }

  private static double least(double[] values) {
    return Arrays.stream(values).min().orElse(0);
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).max().orElse(0);
  }
}
