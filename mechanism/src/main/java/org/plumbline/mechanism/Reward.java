package org.plumbline.mechanism;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** A reward model on a finite outcome space: one finite number for each outcome. */
public final class Reward {
  private final double[] values;
  private final double least;
  private final double largest;

  private Reward(double[] values) {
    this.values = values;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int x = 0; x < values.length; x++) {
      unless(
          Double.isFinite(values[x]),
          "a reward is a finite number (got %s for outcome %d)",
          values[x],
          x + 1);
      low = Math.min(low, values[x]);
      high = Math.max(high, values[x]);
    }
    least = low;
    largest = high;
  }

  /**
   * A reward with these values, in the order of the outcomes.
   *
   * @throws InvalidGameException if one is not finite, or there is none
   */
  public static Reward of(double... values) {
    unless(values.length > 0, "a reward needs a number for each outcome (got none)");
    return new Reward(values.clone());
  }

  /** The number of one outcome, counted from 0. */
  public double at(int outcome) {
    return values[outcome];
  }

  /** How many outcomes it is for. */
  public int size() {
    return values.length;
  }

  /** The smallest number. */
  public double least() {
    return least;
  }

  /** The largest number. */
  public double largest() {
    return largest;
  }

  /** A copy of the numbers. */
  public double[] values() {
    return values.clone();
  }

  /** Each number replaced by a function of it. */
  public Reward map(DoubleUnaryOperator function) {
    return new Reward(Arrays.stream(values).map(function).toArray());
  }

  /** {@code weight * this - otherWeight * other}, outcome by outcome. */
  public Reward minus(double weight, Reward other, double otherWeight) {
    double[] difference = new double[values.length];
    Arrays.setAll(difference, x -> weight * values[x] - otherWeight * other.values[x]);
    return new Reward(difference);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Reward reward && Arrays.equals(values, reward.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 12
        ? Arrays.toString(values)
        : "%d numbers from %s to %s".formatted(values.length, least, largest);
  }
}
