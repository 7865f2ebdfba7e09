package org.plumbline.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.plumbline.align.reward.LengthBatches;
import org.plumbline.lm.encoder.CausalTrunk;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Raw scores of sequences, batched as reward models batch them. */
final class ScoringJob implements Job {
  private final CausalLm lm;
  private final List<int[]> sequences;
  private final String unit;
  private final long count;

  ScoringJob(CausalLm lm, List<int[]> sequences, String unit, long count) {
    this.lm = lm;
    this.sequences = List.copyOf(sequences);
    this.unit = unit;
    this.count = count;
  }

  /** A head of small numbers, [1, width]. */
  static Tensor head(CausalLm lm) {
    float[] weights = new float[lm.width()];
    Arrays.fill(weights, 0.01f);
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
  public Optional<MatrixWork> matrixWork() {
    int[] lengths = lengths();
    int rows =
        LengthBatches.of(lengths).stream()
            .mapToInt(batch -> batch.length * lengths[batch[batch.length - 1]])
            .max()
            .orElseThrow();
    return Optional.of(MatrixWork.forward(lm, rows, Arrays.stream(lengths).sum()));
  }

  @Override
  public double run() {
    CausalTrunk trunk = new CausalTrunk(lm);
    Tensor head = head(lm);
    double seconds = Job.seconds(() -> scores(trunk, head));
    head.release();
    return seconds;
  }

  private double[] scores(CausalTrunk trunk, Tensor head) {
    return LengthBatches.scores(
        lengths(),
        batch ->
            Scope.inference(
                () -> {
                  List<int[]> texts = Arrays.stream(batch).mapToObj(sequences::get).toList();
                  return Ops.linear(trunk.pooled(new TokenBatch(texts)), head, null).toFloats();
                }));
  }

  private int[] lengths() {
    return sequences.stream().mapToInt(sequence -> sequence.length).toArray();
  }

  @Override
  public void close() {
    lm.close();
  }
}
