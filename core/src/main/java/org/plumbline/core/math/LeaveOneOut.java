package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;

/**
 * Advantages with the baseline of REINFORCE leave-one-out: the mean reward of the other completions
 * of the prompt.
 *
 * <p>Ahmadian et al. 2024, "Back to Basics", equation 8. A KL penalty that belongs to the reward is
 * subtracted before (see {@link KlPenalty}), and so is part of the baseline.
 */
public final class LeaveOneOut {
  private LeaveOneOut() {}

  /** What to do with a reward that is NaN because nobody could score the completion. */
  public enum Unscorable {
    /** Throw: a NaN is a fault of the scorer. */
    REFUSE,
    /** Give it advantage 0 and leave it out of the baselines of the others. */
    SKIP
  }

  /** The advantages, refusing any reward that is not finite. */
  public static double[][] advantages(double[][] rewards) {
    return advantages(rewards, Unscorable.REFUSE);
  }

  /**
   * {@code r_i - mean of the others}.
   *
   * @param rewards {@code [prompts, samples]}, at least two samples a prompt
   * @return {@code [prompts, samples]}
   * @throws org.plumbline.core.error.InvalidInputException if a prompt has a single sample, or on a
   *     reward that is not finite, unless it is NaN and to be skipped
   */
  public static double[][] advantages(double[][] rewards, Unscorable unscorable) {
    double[][] advantages = new double[rewards.length][];
    for (int prompt = 0; prompt < rewards.length; prompt++) {
      double[] group = rewards[prompt];
      require(
          group.length >= 2,
          "leave-one-out needs at least 2 samples for each prompt: the baseline is the mean of the others"
              + " (prompt %d has %d)",
          prompt,
          group.length);
      double sum = 0;
      int scored = 0;
      for (double reward : group) {
        if (isScored(reward, unscorable)) {
          sum += reward;
          scored++;
        }
      }
      advantages[prompt] = new double[group.length];
      for (int sample = 0; sample < group.length; sample++) {
        if (scored > 1 && !Double.isNaN(group[sample])) {
          advantages[prompt][sample] = (scored * group[sample] - sum) / (scored - 1);
        }
      }
    }
    return advantages;
  }

  /**
   * Advantages to mean zero and about variance one over all prompts: {@code (a - mean) / (std +
   * epsilon)}.
   *
   * @param ddof degrees of freedom taken off by the standard deviation; TRL takes 1
   * @param epsilon what keeps equal rewards from dividing by zero; TRL takes 1e-4
   */
  public static double[][] normalise(double[][] advantages, int ddof, double epsilon) {
    Moments moments =
        Moments.of(Arrays.stream(advantages).flatMapToDouble(Arrays::stream).toArray());
    double scale = 1 / (moments.standardDeviation(ddof) + epsilon);
    return Arrays.stream(advantages)
        .map(row -> Arrays.stream(row).map(a -> (a - moments.mean()) * scale).toArray())
        .toArray(double[][]::new);
  }

  private static boolean isScored(double reward, Unscorable unscorable) {
    boolean skipped = Double.isNaN(reward) && unscorable == Unscorable.SKIP;
    require(
        skipped || Double.isFinite(reward), "a reward must be a finite number (got %s)", reward);
    return !skipped;
  }
}
