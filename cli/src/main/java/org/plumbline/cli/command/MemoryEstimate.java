package org.plumbline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import org.plumbline.core.run.Machine;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.hub.ModelSize;
import org.plumbline.lm.model.TokenLogProbs;

/**
 * What a model takes of memory, in bytes, before anybody runs out of it.
 *
 * @param scoring weights as 32-bit floats, and what runs them
 * @param training all weights with gradients and AdamW's two moments, and one text of activations;
 *     logits stand in memory part by part
 * @param trainingRecomputed the same where blocks are computed again in the backward pass
 * @param lora as {@code training}, of an adapter over all linear maps alone
 * @param loraParameters of that adapter
 * @param activationsPerToken that training keeps for each token of a microbatch
 * @param recomputedPerToken the same where blocks are computed again, beside one block's
 *     activations
 * @param cachePerToken that writing keeps for each token of each text
 * @param machine what this machine has; 0 if unknown
 */
record MemoryEstimate(
    long scoring,
    long training,
    long trainingRecomputed,
    long lora,
    long loraParameters,
    long activationsPerToken,
    long recomputedPerToken,
    long cachePerToken,
    long machine) {
  /** Weight, gradient and AdamW's two moments, four bytes each. */
  private static final int TRAINED_BYTES = 16;

  private static final int FLOAT_BYTES = 4;

  /** The JVM and the native libraries. */
  private static final long RUNTIME_BYTES = 600_000_000L;

  /** Tokens of the text whose activations are counted. */
  static final int TEXT = 512;

  /** Logits that stand in memory at once. */
  private static final long LOGITS = TokenLogProbs.LOGITS_AT_ONCE;

  /** Logits, their log-probabilities, and their slopes. */
  private static final int LOGIT_TENSORS = 3;

  /** Share of a machine's memory that one program should take. */
  private static final double USABLE = 0.9;

  static MemoryEstimate of(ModelSize size, JsonNode config, int vocabulary) {
    long activations = perToken(config, false);
    long recomputed = perToken(config, true);
    long logits = LOGIT_TENSORS * FLOAT_BYTES * Math.min(LOGITS, (long) TEXT * vocabulary);
    long weights = FLOAT_BYTES * size.parameters() + RUNTIME_BYTES;
    long trained = weights + (TRAINED_BYTES - FLOAT_BYTES) * size.parameters() + logits;
    long adapter = LoraOptions.DEFAULT.rank() * size.linearEdges();
    return new MemoryEstimate(
        weights,
        trained + TEXT * activations,
        trained + TEXT * recomputed,
        weights + TRAINED_BYTES * adapter + logits + TEXT * activations,
        adapter,
        activations,
        FLOAT_BYTES * ModelShape.layers(config) * ModelShape.width(config),
        size.cacheBytes(),
        Machine.here().memoryBytes());
  }

  private static long perToken(JsonNode config, boolean recompute) {
    return (long)
        (FLOAT_BYTES
            * TrainingPlan.blocks(
                ModelShape.layers(config),
                ModelShape.width(config),
                ModelShape.inner(config),
                recompute));
  }

  /** Whether this machine has so much. */
  boolean fits(long bytes) {
    return machine == 0 || bytes <= USABLE * machine;
  }
}
