package org.plumbline.align.sft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.align.loop.Optimization;
import org.plumbline.align.loop.RowOrder;
import org.plumbline.align.loop.Step;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.align.loop.TrainingLoop;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.model.CausalLm;

/**
 * Trains a language model on texts by maximum likelihood: pretraining and supervised fine-tuning
 * alike.
 *
 * <p>No text sees another: each is a row of its own, with rows of similar length in a batch, or
 * several are packed into a row behind a mask.
 */
public final class SupervisedTraining {
  private final SupervisedOptions options;
  private final CheckpointStore store;
  private final List<StepListener> listeners;
  private final StopSignal stop;

  public SupervisedTraining(
      SupervisedOptions options,
      CheckpointStore store,
      List<StepListener> listeners,
      StopSignal stop) {
    this.options = options;
    this.store = store;
    this.listeners = List.copyOf(listeners);
    this.stop = stop;
  }

  /** Trains all weights of the model on the texts, in place; the last ones are the result. */
  public void train(CausalLm lm, List<TrainingText> texts, Seeds seeds) {
    train(lm, TrainedWeights.all(lm), texts, Validation.none(), seeds);
  }

  /**
   * Trains weights of the model on the texts, in place.
   *
   * @param weights all weights or those of an adapter
   * @param validation measures the loss on other texts, and may choose the result and the end
   */
  public void train(
      CausalLm lm,
      TrainedWeights weights,
      List<TrainingText> texts,
      Validation validation,
      Seeds seeds) {
    int[] lengths = texts.stream().mapToInt(TrainingText::length).toArray();
    RowOrder order = options.order(lengths, seeds);
    long steps = options.steps(order.stepsPerEpoch());
    lm.recompute(options.recompute());
    try (TrainedWeights.Training training = weights.begin();
        Optimization optimization =
            new Optimization(
                weights.tensors(),
                options.optimizer(),
                options.learningRate(),
                LearningRateSchedule.parse(
                    options.schedule(), Math.round(options.warmupShare() * steps), steps),
                List.of())) {
      new TrainingLoop(
              new TrainingLoop.Options(steps, options.checkpointEvery()),
              seeds,
              List.of(Checkpointable.of("model", weights.tensors()), optimization, validation),
              store,
              listeners,
              stop,
              validation::outOfPatience)
          .run(
              step -> {
                update(step, order.rows(step.number()), lm, texts, optimization);
                validation.after(step, steps, lm, weights);
              });
      validation.end(weights);
    } finally {
      lm.recompute(false);
    }
  }

  private void update(
      Step step,
      List<int[]> numbers,
      CausalLm lm,
      List<TrainingText> texts,
      Optimization optimization) {
    step.rows("texts", numbers.stream().flatMapToInt(Arrays::stream).map(number -> number + 1));
    List<List<TrainingText>> rows =
        numbers.stream().map(row -> Arrays.stream(row).mapToObj(texts::get).toList()).toList();
    long targets = rows.stream().flatMap(List::stream).mapToLong(TrainingText::targets).sum();
    List<List<List<TrainingText>>> parts = split(rows, options.microbatches());
    Optimization.Update update =
        optimization.update(parts.size(), i -> TokenLoss.of(lm, parts.get(i), targets));
    step.record("loss_nats_per_token", update.loss());
    step.record("gradient_norm", update.gradientNorm());
    step.record("learning_rate", update.learningRate());
    step.record("tokens", targets);
  }

  private static <T> List<List<T>> split(List<T> batch, int parts) {
    int size = (batch.size() + parts - 1) / parts;
    List<List<T>> result = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += size) {
      result.add(batch.subList(from, Math.min(batch.size(), from + size)));
    }
    return result;
  }
}
