package org.plumbline.align.sft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.align.loop.EpochOrder;
import org.plumbline.align.loop.Optimization;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.loop.TrainingLoop;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.EncodedText;

/**
 * Trains a language model on texts by maximum likelihood: pretraining and supervised fine-tuning
 * alike.
 *
 * <p>Each text is a row of its own, so that no text sees another; rows of similar length share a
 * batch.
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

  /** Trains all weights of the model on the texts, in place. */
  public void train(CausalLm lm, List<EncodedText> texts, Seeds seeds) {
    EpochOrder order =
        new EpochOrder(
            texts.stream().mapToInt(EncodedText::length).toArray(), options.batchSize(), seeds);
    long steps = options.steps(order.stepsPerEpoch());
    lm.parameters().train(name -> true);
    try (Optimization optimization =
        new Optimization(
            lm.parameters().trainable(),
            options.optimizer(),
            options.learningRate(),
            LearningRateSchedule.parse(
                options.schedule(), Math.round(options.warmupShare() * steps), steps),
            List.of())) {
      new TrainingLoop(
              new TrainingLoop.Options(steps, options.checkpointEvery()),
              seeds,
              List.of(Checkpointable.of("model", lm.parameters().asMap()), optimization),
              store,
              listeners,
              stop)
          .run(
              step -> {
                int[] rows = order.batch(step.number());
                step.rows("texts", Arrays.stream(rows).map(row -> row + 1));
                List<EncodedText> batch = Arrays.stream(rows).mapToObj(texts::get).toList();
                long tokens = batch.stream().mapToLong(TokenLoss::targets).sum();
                List<List<EncodedText>> parts = split(batch, options.microbatches());
                Optimization.Update update =
                    optimization.update(parts.size(), i -> TokenLoss.of(lm, parts.get(i), tokens));
                step.record("loss_nats_per_token", update.loss());
                step.record("gradient_norm", update.gradientNorm());
                step.record("learning_rate", update.learningRate());
                step.record("tokens", tokens);
              });
    } finally {
      lm.parameters().train(name -> false);
    }
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
