package org.plumbline.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import org.plumbline.core.run.Machine;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.hub.ModelSize;

/**
 * What a model takes of memory, in bytes, before anybody runs out of it.
 *
 * @param scoring weights as 32-bit floats, and what runs them
 * @param training all weights with gradients and AdamW's two moments, and one text of activations
 * @param lora the same of an adapter over all linear maps alone
 * @param loraParameters of that adapter
 * @param activationsPerToken that training keeps for each token of a microbatch
 * @param cachePerToken that writing keeps for each token of each text
 * @param machine what this machine has; 0 if unknown
 */
record MemoryEstimate(
    long scoring,
    long training,
    long lora,
    long loraParameters,
    long activationsPerToken,
    long cachePerToken,
    long machine) {
  /** Weight, gradient and AdamW's two moments, four bytes each. */
  private static final int TRAINED_BYTES = 16;

  private static final int FLOAT_BYTES = 4;

  /** The JVM and the native libraries. */
  private static final long RUNTIME_BYTES = 600_000_000L;

  /** Tokens of the text whose activations are counted. */
  static final int TEXT = 512;

  /** Share of a machine's memory that one program should take. */
  private static final double USABLE = 0.9;

  static MemoryEstimate of(ModelSize size, JsonNode config, int vocabulary) {
    long activations =
        (long)
            (FLOAT_BYTES
                * TrainingPlan.activations(
                    ModelShape.layers(config),
                    ModelShape.width(config),
                    ModelShape.inner(config),
                    vocabulary));
    long weights = FLOAT_BYTES * size.parameters() + RUNTIME_BYTES;
    long adapter = LoraOptions.DEFAULT.rank() * size.linearEdges();
    return new MemoryEstimate(
        weights,
        weights + (TRAINED_BYTES - FLOAT_BYTES) * size.parameters() + TEXT * activations,
        weights + TRAINED_BYTES * adapter + TEXT * activations,
        adapter,
        activations,
        size.cacheBytes(),
        Machine.here().memoryBytes());
  }

  /** Whether this machine has so much. */
  boolean fits(long bytes) {
    return machine == 0 || bytes <= USABLE * machine;
  }
}
