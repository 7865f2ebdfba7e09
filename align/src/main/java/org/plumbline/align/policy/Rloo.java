package org.plumbline.align.policy;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import org.plumbline.core.math.KlPenalty;
import org.plumbline.core.math.LeaveOneOut;
import org.plumbline.lm.tensor.Tensor;

/**
 * REINFORCE leave-one-out: the baseline of a completion is the mean reward of its siblings.
 *
 * <p>Ahmadian et al. 2024, "Back to Basics", equation 8. The KL penalty is part of the reward, so
 * it is in the baseline too (as in TRL; OpenRLHF takes the baseline first: see
 * docs/algorithms/rloo.md).
 */
public final class Rloo implements PolicyMethod {

  /**
   * What RLOO leaves to choose.
   *
   * @param samples completions drawn for each prompt; 4 is a good start, more lowers the variance
   *     at the cost of rollout time
   * @param klWeight weight of the KL to the initial policy inside the reward, in units of reward a
   *     nat
   * @param clip how far the ratio of new to old probability of a sequence may move the loss; it
   *     binds only where a rollout is used for more than one update
   */
  public record Options(int samples, double klWeight, double clip) {
    /** Four samples (the paper's k), the KL weight of TRL's trainer, PPO's clip. */
    public static final Options DEFAULT = new Options(4, 0.05, 0.2);

    public Options {
      require(
          samples >= 2,
          "samples must be at least 2: the baseline is the mean of the other samples (got %d)",
          samples);
      require(
          klWeight >= 0,
          "kl-weight must not be negative (got %s); use 0 to switch the penalty off",
          klWeight);
      require(clip > 0, "clip must be positive (got %s); 0.2 is usual", clip);
    }
  }

  private final Options options;

  public Rloo(Options options) {
    this.options = options;
  }

  @Override
  public int samples() {
    return options.samples();
  }

  @Override
  public double[] advantages(ScoredRollout rollout) {
    double[] rewards =
        KlPenalty.unclipped(options.klWeight()).rewards(rollout.scores(), rollout.sequenceKl());
    double[][] advantages = LeaveOneOut.advantages(rollout.byPrompt(rewards)); // [prompts, samples]
    return Arrays.stream(advantages).flatMapToDouble(Arrays::stream).toArray();
  }

  @Override
  public Tensor loss(PolicyBatch batch) {
    return PolicyLoss.clippedSequenceRatio(
        batch.sequenceLogRatios(), batch.advantages(), options.clip(), batch.denominator());
  }
}
