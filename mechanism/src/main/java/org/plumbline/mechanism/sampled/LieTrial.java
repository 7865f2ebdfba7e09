package org.plumbline.mechanism.sampled;

import java.util.ArrayList;
import java.util.List;

/**
 * What a lie would have won in a game over candidates.
 *
 * @param groups who lies, all in the same way
 * @param lie what they report
 * @param gainWithPayments what they would have had more than by the truth, together, after payments
 * @param gainWithoutPayments the same if nobody paid
 */
public record LieTrial(
    List<Integer> groups, Lie lie, double gainWithPayments, double gainWithoutPayments) {

  public LieTrial {
    groups = List.copyOf(groups);
  }

  /**
   * Every lie by every group alone.
   *
   * @param prompts true rewards, as in {@link CandidateMechanism#play}
   * @param sizes true sizes
   */
  public static List<LieTrial> alone(
      CandidateMechanism mechanism,
      List<double[][]> prompts,
      double[] sizes,
      RewardRange range,
      List<Lie> lies) {
    CandidateMechanism.Outcome truth = mechanism.play(prompts, sizes);
    List<LieTrial> trials = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      for (Lie lie : lies) {
        trials.add(trial(mechanism, prompts, sizes, range, List.of(i), lie, truth));
      }
    }
    return trials;
  }

  /** One lie by several groups together. */
  public static LieTrial together(
      CandidateMechanism mechanism,
      List<double[][]> prompts,
      double[] sizes,
      RewardRange range,
      List<Integer> groups,
      Lie lie) {
    CandidateMechanism.Outcome truth = mechanism.play(prompts, sizes);
    return trial(mechanism, prompts, sizes, range, groups, lie, truth);
  }

  private static LieTrial trial(
      CandidateMechanism mechanism,
      List<double[][]> prompts,
      double[] sizes,
      RewardRange range,
      List<Integer> groups,
      Lie lie,
      CandidateMechanism.Outcome truth) {
    List<double[][]> reported = new ArrayList<>();
    for (double[][] rewards : prompts) {
      double[][] told = rewards.clone();
      groups.forEach(i -> told[i] = lie.reward(rewards[i], range));
      reported.add(told);
    }
    double[] toldSizes = sizes.clone();
    groups.forEach(i -> toldSizes[i] = lie.size(sizes[i]));
    CandidateMechanism.Outcome outcome = mechanism.play(reported, toldSizes);
    double without = 0;
    double paid = 0;
    for (int i : groups) {
      without += sizes[i] * (value(prompts, outcome.logPolicy(), i) - truth.values()[i]);
      paid += outcome.payments()[i] - truth.payments()[i];
    }
    return new LieTrial(groups, lie, without - paid, without);
  }

  /** The true reward of a member under a policy. */
  private static double value(List<double[][]> prompts, double[][] logPolicy, int group) {
    double sum = 0;
    for (int x = 0; x < prompts.size(); x++) {
      sum += CandidateMechanism.mean(logPolicy[x], prompts.get(x)[group]);
    }
    return sum / prompts.size();
  }
}
