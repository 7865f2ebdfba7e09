package org.plumbline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.plumbline.align.loop.Optimization;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.align.sft.TokenLoss;
import org.plumbline.align.sft.TrainingText;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.LoraTargets;
import org.plumbline.lm.encoder.CausalTrunk;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/** Updates of all weights, or of an adapter's: forward, backward, clipping, AdamW. */
final class TrainingJob implements Job {
  private final CausalLm lm;
  private final TrainedWeights.Training training;
  private final Optimization optimization;
  private final List<IntFunction<Tensor>> steps;
  private final String unit;
  private final long count;
  private final MatrixWork work;

  private TrainingJob(
      CausalLm lm,
      TrainedWeights weights,
      List<IntFunction<Tensor>> steps,
      String unit,
      long count,
      MatrixWork work) {
    this.lm = lm;
    this.work = work;
    this.steps = steps;
    this.unit = unit;
    this.count = count;
    this.training = weights.begin();
    this.optimization =
        new Optimization(
            weights.tensors(),
            AdamW.Options.DEFAULT,
            1e-6,
            new LearningRateSchedule.ConstantWithWarmup(0),
            List.of());
  }

  /** The language model's own loss on sequences of one length. */
  static Job supervised(CausalLm lm, int rows, int length) {
    return supervised(
        lm, TrainedWeights.all(lm), rows, length, forward(lm, rows, length).trained());
  }

  /** The same with an adapter of rank 16 on queries, keys, values and outputs of attention. */
  static Job lora(CausalLm lm, int rows, int length) {
    LoraTargets targets = LoraTargets.of(List.of("q_proj", "k_proj", "v_proj", "o_proj"));
    Adapters adapters = new Adapters(lm.linears(), lm.parameters().asMap());
    Lora lora = adapters.add(LoraOptions.of(16, 32).over(targets), Workload.SEEDS);
    return supervised(
        lm,
        TrainedWeights.adapter(adapters, lora, 0),
        rows,
        length,
        forward(lm, rows, length).passedThrough());
  }

  private static MatrixWork forward(CausalLm lm, int rows, int length) {
    long tokens = (long) rows * length;
    return MatrixWork.forward(lm, tokens, tokens).withLogits(lm, (long) rows * (length - 1));
  }

  private static Job supervised(
      CausalLm lm, TrainedWeights weights, int rows, int length, MatrixWork work) {
    List<List<TrainingText>> texts =
        Workload.tokens(rows, length).stream()
            .map(ids -> List.of(TrainingText.whole(ids)))
            .toList();
    long targets = (long) rows * (length - 1);
    return new TrainingJob(
        lm,
        weights,
        List.of(i -> TokenLoss.of(lm, texts, targets)),
        "tokens",
        (long) rows * length,
        work);
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
    List<IntFunction<Tensor>> steps = new ArrayList<>();
    for (int from = 0; from < chosen.size(); from += pairs) {
      List<int[]> texts = new ArrayList<>(chosen.subList(from, from + pairs));
      texts.addAll(rejected.subList(from, from + pairs));
      steps.add(
          i -> {
            Tensor scores = Ops.linear(trunk.pooled(new TokenBatch(texts)), head, null).squeeze(-1);
            Tensor margin = scores.narrow(0, 0, pairs).minus(scores.narrow(0, pairs, pairs));
            return Ops.logSigmoid(margin).sum().times(-1.0 / pairs);
          });
    }
    int longest =
        Stream.of(chosen, rejected)
            .flatMap(List::stream)
            .mapToInt(text -> text.length)
            .max()
            .orElseThrow();
    long tokens =
        Stream.of(chosen, rejected).flatMap(List::stream).mapToLong(text -> text.length).sum();
    MatrixWork work = MatrixWork.forward(lm, 2L * pairs * longest, tokens).trained();
    return new TrainingJob(lm, TrainedWeights.all(lm), steps, unit, count, work);
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
    return Optional.of(work);
  }

  @Override
  public double run() {
    return Job.seconds(() -> steps.forEach(step -> optimization.update(1, step)));
  }

  @Override
  public void close() {
    optimization.close();
    training.close();
    lm.close();
  }
}
