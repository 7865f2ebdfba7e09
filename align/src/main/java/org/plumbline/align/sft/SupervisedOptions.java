package org.plumbline.align.sft;

import static org.plumbline.core.error.Require.require;

import org.plumbline.align.loop.EpochOrder;
import org.plumbline.align.loop.PackedOrder;
import org.plumbline.align.loop.RowOrder;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.optim.Optimizer;

/**
 * How a model is trained on texts.
 *
 * @param epochs passes over the data; may be a fraction
 * @param batchSize rows in an update: texts, or where they are packed, rows of several
 * @param microbatches parts into which a batch is cut to save memory; changes nothing else
 * @param learningRate the largest learning rate
 * @param schedule factor on it after the warm-up, by a name that {@link
 *     org.plumbline.core.math.LearningRateSchedule#parse} knows
 * @param warmupShare share of the updates in which it rises from 0
 * @param checkpointEvery updates between two checkpoints; 0 writes one at the end only
 * @param optimizer which one, and what it does besides
 * @param packLength tokens of a row into which texts are packed, none of which sees another; 0
 *     gives each text a row of its own
 * @param recompute whether blocks are computed again in the backward pass instead of kept, which
 *     saves memory and takes time
 */
public record SupervisedOptions(
    double epochs,
    int batchSize,
    int microbatches,
    double learningRate,
    String schedule,
    double warmupShare,
    long checkpointEvery,
    Optimizer.Options optimizer,
    int packLength,
    boolean recompute) {

  /**
   * Fine-tuning: one epoch, cosine without warm-up (Huang et al. 2024, "The N+ Implementation
   * Details", detail 13).
   */
  public static final SupervisedOptions FINE_TUNING =
      new SupervisedOptions(1, 32, 1, 1e-4, "cosine", 0.0, 200, AdamW.Options.DEFAULT, 0, false);

  /**
   * From random weights: the betas, decay and clipping of GPT-3 (Brown et al. 2020, appendix B).
   */
  public static final SupervisedOptions PRETRAINING =
      new SupervisedOptions(
          4,
          128,
          1,
          3e-3,
          "cosine",
          0.02,
          500,
          new AdamW.Options(0.9, 0.95, 1e-8, 0.1, 1.0),
          0,
          false);

  public SupervisedOptions {
    require(epochs > 0, "epochs must be positive (got %s); 1 is a good start", epochs);
    require(batchSize > 0, "batch-size must be positive (got %d)", batchSize);
    require(
        microbatches > 0 && microbatches <= batchSize,
        "microbatches must lie between 1 and batch-size %d (got %d)",
        batchSize,
        microbatches);
    require(learningRate > 0, "learning-rate must be positive (got %s)", learningRate);
    require(
        warmupShare >= 0 && warmupShare < 1,
        "warmup-share must lie in [0, 1) (got %s)",
        warmupShare);
    require(
        packLength >= 0, "pack-length must not be negative (got %d); 0 packs nothing", packLength);
  }

  /** The order in which texts of these lengths are trained on. */
  public RowOrder order(int[] lengths, Seeds seeds) {
    return packLength > 0
        ? new PackedOrder(lengths, packLength, batchSize, seeds)
        : new EpochOrder(lengths, batchSize, seeds);
  }

  /** Updates of the whole run over as many epochs as are wanted. */
  public long steps(long stepsPerEpoch) {
    return Math.max(1, Math.round(epochs * stepsPerEpoch));
  }
}
