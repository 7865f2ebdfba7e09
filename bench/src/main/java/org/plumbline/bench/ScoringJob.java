package org.plumbline.bench;

import java.util.List;
import org.plumbline.lm.encoder.CausalTrunk;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** A reward model's forward pass over sequences. */
final class ScoringJob implements Job {
  private static final int AT_ONCE = 16;

  private final CausalLm lm;
  private final List<List<int[]>> batches;
  private final String unit;
  private final long count;

  ScoringJob(CausalLm lm, List<int[]> sequences, String unit, long count) {
    this.lm = lm;
    // Texts of like length side by side, as our scorers do it: less filling to compute.
    List<int[]> sorted =
        sequences.stream().sorted(java.util.Comparator.comparingInt(s -> s.length)).toList();
    this.batches =
        java.util.stream.IntStream.range(0, (sorted.size() + AT_ONCE - 1) / AT_ONCE)
            .mapToObj(b -> sorted.subList(b * AT_ONCE, Math.min(sorted.size(), (b + 1) * AT_ONCE)))
            .toList();
    this.unit = unit;
    this.count = count;
  }

  /** A head of small numbers, [1, width]. */
  static Tensor head(CausalLm lm) {
    float[] weights = new float[lm.width()];
    java.util.Arrays.fill(weights, 0.01f);
    return Tensor.of(weights, 1, weights.length).keep();
  }

  @Override
  public String unit() {
    return unit;
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double run() {
    CausalTrunk trunk = new CausalTrunk(lm);
    Tensor head = head(lm);
    double seconds =
        Job.seconds(
            () ->
                batches.forEach(
                    batch ->
                        Scope.inference(
                            () ->
                                Ops.linear(trunk.pooled(new TokenBatch(batch)), head, null)
                                    .toFloats())));
    head.release();
    return seconds;
  }

  @Override
  public void close() {
    lm.close();
  }
}
