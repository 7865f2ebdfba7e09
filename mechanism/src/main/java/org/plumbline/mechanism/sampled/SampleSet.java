package org.plumbline.mechanism.sampled;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;

/**
 * Samples of one prompt and what each group gives them.
 *
 * @param rewards of a member of each group, [groups, samples]
 * @param origin what the samples were drawn from
 */
public record SampleSet(double[][] rewards, Origin origin) {

  /**
   * Checks the shapes.
   *
   * @throws org.plumbline.mechanism.InvalidGameException if a reward is no number or samples are
   *     missing
   */
  public SampleSet {
    rewards = checked(rewards);
    int samples = rewards[0].length;
    switch (origin) {
      case Origin.Initial initial -> {}
      case Origin.Policy policy -> {}
      case Origin.Both both ->
          unless(
              both.initial() < samples,
              "some samples must be from the trained policy (got %d, of which %d from the initial one)",
              samples,
              both.initial());
      case Origin.Scored scored ->
          unless(
              scored.logPolicy().length == samples,
              "each sample needs log-probabilities (got %d of %d)",
              scored.logPolicy().length,
              samples);
    }
  }

  /** A copy of rewards, [groups, samples], that is a full table of finite numbers. */
  static double[][] checked(double[][] rewards) {
    unless(rewards.length > 0, "a game needs at least one group (got none)");
    double[][] copy = new double[rewards.length][];
    for (int i = 0; i < copy.length; i++) {
      unless(
          rewards[i].length == rewards[0].length && rewards[i].length > 0,
          "each group must give each sample a reward (group %d has %d, the first %d)",
          i + 1,
          rewards[i].length,
          rewards[0].length);
      unless(
          Arrays.stream(rewards[i]).allMatch(Double::isFinite),
          "rewards must be numbers; group %d has one that is none",
          i + 1);
      copy[i] = rewards[i].clone();
    }
    return copy;
  }

  /** Number of groups. */
  public int groups() {
    return rewards.length;
  }

  /** Number of samples. */
  public int samples() {
    return rewards[0].length;
  }
}
