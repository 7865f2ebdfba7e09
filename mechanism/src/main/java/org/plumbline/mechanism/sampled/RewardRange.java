package org.plumbline.mechanism.sampled;

import static org.plumbline.mechanism.InvalidGameException.unless;

/**
 * Between which numbers every reward lies, published before any report.
 *
 * @param low the least that a reward can be
 * @param high the most
 */
public record RewardRange(double low, double high) {
  /** From 0 to 1. */
  public static final RewardRange UNIT = new RewardRange(0, 1);

  public RewardRange {
    unless(
        Double.isFinite(low) && Double.isFinite(high) && low < high,
        "a range of rewards goes from a number to a higher one (got %s to %s)",
        low,
        high);
  }

  /** The nearest number inside. */
  public double clip(double value) {
    return Math.min(high, Math.max(low, value));
  }

  void requireInside(double[][] rewards) {
    for (int i = 0; i < rewards.length; i++) {
      for (double reward : rewards[i]) {
        unless(
            reward >= low && reward <= high,
            "rewards of this game lie between %s and %s; group %d gives %s. Map them by a rule that is published before any report",
            low,
            high,
            i + 1,
            reward);
      }
    }
  }
}
