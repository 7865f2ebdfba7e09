package org.plumbline.bench;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.plumbline.align.loop.Optimization;
import org.plumbline.align.sft.TokenLoss;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.lm.encoder.CausalTrunk;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.EncodedText;

/** Updates of all weights: forward, backward, clipping, AdamW. */
final class TrainingJob implements Job {
  private final CausalLm lm;
  private final Optimization optimization;
  private final List<IntFunction<Tensor>> steps;
  private final String unit;
  private final long count;

  private TrainingJob(CausalLm lm, List<IntFunction<Tensor>> steps, String unit, long count) {
    this.lm = lm;
    this.steps = steps;
    this.unit = unit;
    this.count = count;
    lm.parameters().train(name -> true);
    this.optimization =
        new Optimization(
            lm.parameters().trainable(),
            AdamW.Options.DEFAULT,
            1e-6,
            new LearningRateSchedule.ConstantWithWarmup(0),
            List.of());
  }

  /** The language model's own loss on sequences of one length. */
  static Job supervised(CausalLm lm, int rows, int length) {
    List<EncodedText> texts =
        Workload.tokens(rows, length).stream().map(ids -> new EncodedText(ids, 1, false)).toList();
    long targets = texts.stream().mapToLong((ToLongFunction<EncodedText>) TokenLoss::targets).sum();
    return new TrainingJob(
        lm, List.of(i -> TokenLoss.of(lm, texts, targets)), "tokens", (long) rows * length);
  }

  /**
   * Bradley-Terry on pairs, read at the last token.
   *
   * @param pairs of one update
   */
  static Job bradleyTerry(
      CausalLm lm, List<int[]> chosen, List<int[]> rejected, int pairs, String unit, long count) {
    CausalTrunk trunk = new CausalTrunk(lm);
    Tensor head = ScoringJob.head(lm);
    List<IntFunction<Tensor>> steps = new java.util.ArrayList<>();
    for (int from = 0; from < chosen.size(); from += pairs) {
      List<int[]> texts = new java.util.ArrayList<>(chosen.subList(from, from + pairs));
      texts.addAll(rejected.subList(from, from + pairs));
      steps.add(
          i -> {
            Tensor scores = Ops.linear(trunk.pooled(new TokenBatch(texts)), head, null).squeeze(-1);
            Tensor margin = scores.narrow(0, 0, pairs).minus(scores.narrow(0, pairs, pairs));
            return Ops.logSigmoid(margin).sum().times(-1.0 / pairs);
          });
    }
    return new TrainingJob(lm, steps, unit, count);
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
    return Job.seconds(() -> steps.forEach(step -> optimization.update(1, step)));
  }

  @Override
  public void close() {
    optimization.close();
    lm.close();
  }
}
