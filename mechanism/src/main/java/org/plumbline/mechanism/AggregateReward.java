package org.plumbline.mechanism;

import java.util.Arrays;

/**
 * The reward that the policy is trained on: {@code r = sum of w_i rm_i}, as its peak and the gaps
 * below it. Policies depend on the gaps alone, and a gap is exact where the reward itself would
 * have been rounded.
 */
public final class AggregateReward {
  private final double peak;
  private final double[] gaps;

  AggregateReward(double peak, double[] gaps) {
    this.peak = peak;
    this.gaps = gaps;
  }

  /** The aggregate of given numbers, one for each outcome. */
  public static AggregateReward of(double... values) {
    return new RewardSum(values.length).add(1, Reward.of(values)).aggregate();
  }

  /** The largest reward. */
  public double peak() {
    return peak;
  }

  /** {@code r(x) - max r}, never positive. */
  public double gap(int outcome) {
    return gaps[outcome];
  }

  /** The reward of one outcome. */
  public double at(int outcome) {
    return peak + gaps[outcome];
  }

  /** How many outcomes there are. */
  public int size() {
    return gaps.length;
  }

  /** The gaps as a reward. */
  public Reward gaps() {
    return Reward.of(gaps);
  }

  /** The same with {@code weight * reward} added; exact about the gaps, rounded about the peak. */
  public AggregateReward plus(double weight, Reward reward) {
    AggregateReward above = new RewardSum(size()).add(1, gaps()).add(weight, reward).aggregate();
    return new AggregateReward(peak + above.peak, above.gaps);
  }

  /** The rewards, rounded. */
  public double[] values() {
    return Arrays.stream(gaps).map(gap -> peak + gap).toArray();
  }

  /** The largest distance of a reward from the peak. */
  public double range() {
    return -Arrays.stream(gaps).min().orElse(0);
  }
}
