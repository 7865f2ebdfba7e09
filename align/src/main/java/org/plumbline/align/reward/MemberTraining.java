package org.plumbline.align.reward;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.align.loop.EpochOrder;
import org.plumbline.align.loop.Optimization;
import org.plumbline.align.loop.Step;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.loop.TrainingLoop;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.stats.PairAccuracy;
import org.plumbline.lm.tensor.Tensor;

/** The training of one reward model over given activations. */
final class MemberTraining {
  /** Texts of so many pairs give a normaliser whose mean has an error of 3 % of the deviation. */
  private static final int REFERENCE_PAIRS = 500;

  private final RewardTrainingOptions options;
  private final RewardModel model;
  private final EncodedPairs pairs;
  private final int training;
  private final Seeds seeds;
  private final int member;
  private int right;

  /**
   * @param pairs those that are trained on, then those of the validation
   * @param training how many are trained on
   */
  MemberTraining(
      RewardTrainingOptions options,
      RewardModel model,
      EncodedPairs pairs,
      int training,
      Seeds seeds) {
    this.options = options;
    this.model = model;
    this.pairs = pairs;
    this.training = training;
    this.seeds = seeds;
    this.member = model.lineage().member();
  }

  void train(LowerLayers lower, CheckpointStore store, StepListener listener, StopSignal stop) {
    EpochOrder order =
        new EpochOrder(Arrays.copyOf(pairs.lengths(), training), options.batchSize(), seeds);
    long steps = Math.max(1, Math.round(options.epochs() * order.stepsPerEpoch()));
    model.train(options.trainedLayers());
    try (Optimization optimization = optimization(steps)) {
      List<Checkpointable> parts =
          List.of(Checkpointable.of("reward-model", model.trainable()), optimization);
      TrainingLoop.Options loop = new TrainingLoop.Options(steps, options.checkpointEvery());
      new TrainingLoop(loop, seeds, parts, store, List.of(listener), stop)
          .run(
              step -> {
                update(step, order.batch(step.number()), lower, optimization);
                if (step.number() == steps || step.number() % order.stepsPerEpoch() == 0) {
                  validate(step, lower);
                }
              });
    } catch (FailedException e) {
      throw new FailedException("member %d, %s".formatted(member + 1, e.getMessage()), e);
    } finally {
      model.freeze();
    }
    model.trainedFor(steps);
    model.normalise(ScoreNormaliser.fit(scores(reference(), lower)));
  }

  private Optimization optimization(long steps) {
    return new Optimization(
        model.trainable(),
        options.optimizer(),
        options.learningRate(member),
        LearningRateSchedule.parse(
            options.schedule(), Math.round(options.warmupShare() * steps), steps),
        List.of());
  }

  private void update(Step step, int[] rows, LowerLayers lower, Optimization optimization) {
    right = 0;
    int size = (rows.length + options.microbatches() - 1) / options.microbatches();
    int parts = (rows.length + size - 1) / size;
    step.rows("preferences", Arrays.stream(rows).map(row -> pairs.numbers()[row]));
    Optimization.Update update =
        optimization.update(
            parts,
            part ->
                loss(
                    Arrays.copyOfRange(rows, part * size, Math.min(rows.length, (part + 1) * size)),
                    rows.length,
                    lower));
    step.record("loss_nats_per_pair", update.loss());
    step.record("batch_accuracy", (double) right / rows.length);
    step.record("gradient_norm", update.gradientNorm());
    step.record("learning_rate", update.learningRate());
  }

  private Tensor loss(int[] rows, int denominator, LowerLayers lower) {
    Tensor scores =
        model.raw(lower.batch(pairs.textsOf(rows)), lower.layers(), options.dropout(member));
    float[] values = scores.toFloats();
    for (int i = 0; i < rows.length; i++) {
      right += values[i] > values[rows.length + i] ? 1 : 0;
    }
    return PairLoss.of(scores, pairs.marginsOf(rows), options.loss(), denominator);
  }

  private void validate(Step step, LowerLayers lower) {
    int[] rows = IntStream.range(training, pairs.size()).toArray();
    if (rows.length > 0) {
      double[] scores = scores(rows, lower);
      step.record(
          "validation_accuracy",
          PairAccuracy.of(
              Arrays.copyOf(scores, rows.length),
              Arrays.copyOfRange(scores, rows.length, scores.length),
              PairAccuracy.Ties.WRONG));
    }
  }

  /** Raw scores of the chosen texts of these pairs, then of the rejected ones. */
  private double[] scores(int[] rows, LowerLayers lower) {
    return model.rawScores(lower, pairs.textsOf(rows));
  }

  private int[] reference() {
    int count = Math.min(REFERENCE_PAIRS, training);
    return IntStream.range(0, count).map(i -> (int) ((long) i * training / count)).toArray();
  }
}
