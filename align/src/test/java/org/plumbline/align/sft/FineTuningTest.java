package org.plumbline.align.sft;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.align.TinyPolicy;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.align.policy.Policy;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.RunFolder;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.LoraTargets;
import org.plumbline.lm.optim.Adafactor;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.optim.Optimizer;

/** Ways to fine-tune, each held against the plain one. */
final class FineTuningTest {
  private static final List<String> TEXTS =
      List.of(
          "the cat sat on the mat.",
          "the dog ate the bone.",
          "a cat ate a fish.",
          "the cat.",
          "a dog sat.",
          "a bone.",
          "the fish ate the cat.");

  @TempDir Path folder;

  @Test
  void packedAndWithEachTextInARowOneUpdateIsTheSame() {
    Policy single = TinyPolicy.of(1);
    Policy packed = TinyPolicy.of(1);
    train(single, options(AdamW.Options.DEFAULT, 0, false, 7), CheckpointStore.NONE);
    train(packed, options(AdamW.Options.DEFAULT, 48, false, 7), CheckpointStore.NONE);
    assertSame(weights(single), weights(packed), 2e-3f);
  }

  @Test
  void recomputationChangesNoBit() {
    Policy kept = TinyPolicy.of(2);
    Policy again = TinyPolicy.of(2);
    train(kept, options(AdamW.Options.DEFAULT, 0, false, 3), CheckpointStore.NONE);
    train(again, options(AdamW.Options.DEFAULT, 0, true, 3), CheckpointStore.NONE);
    assertSame(weights(kept), weights(again), 0);
  }

  @Test
  void packedWithAdafactorAndRecomputationItResumesWithTheSameBits() {
    SupervisedOptions options = options(Adafactor.Options.DEFAULT, 32, true, 2);
    Policy whole = TinyPolicy.of(3);
    train(whole, options, CheckpointStore.NONE);
    CheckpointStore store =
        new RunCheckpoints(RunFolder.open(folder.resolve("run"), RunFolder.Start.RESUME));
    Policy stopped = TinyPolicy.of(3);
    stopped(options, store, stopped, TrainedWeights.all(stopped.lm()));
    Policy resumed = TinyPolicy.of(3);
    train(resumed, options, store);
    assertSame(weights(whole), weights(resumed), 0);
  }

  @Test
  void anAdapterLearnsAndTheModelStaysAsItWas() {
    Policy policy = TinyPolicy.of(4);
    Map<String, float[]> before = weights(policy);
    List<TrainingText> texts = texts(policy);
    double loss = TokenLoss.mean(policy.lm(), texts, 4);
    try (Adapted adapted = new Adapted(policy, 0)) {
      adapted.train(policy, many(60), CheckpointStore.NONE, Validation.none());
      double with = adapted.weights().evaluate(() -> TokenLoss.mean(policy.lm(), texts, 4));
      assertTrue(with < 0.9 * loss, loss + " -> " + with);
    }
    assertSame(before, weights(policy), 0);
    assertEquals(loss, TokenLoss.mean(policy.lm(), texts, 4));
  }

  @Test
  void anAdapterWithDropoutAndSavedModulesResumesWithTheSameBits() {
    SupervisedOptions options = options(AdamW.Options.DEFAULT, 32, true, 2);
    Map<String, float[]> whole;
    try (Adapted adapted = new Adapted(TinyPolicy.of(5), 0.2)) {
      adapted.train(adapted.policy, options, CheckpointStore.NONE, Validation.none());
      whole = adapted.values();
    }
    CheckpointStore store =
        new RunCheckpoints(RunFolder.open(folder.resolve("run"), RunFolder.Start.RESUME));
    try (Adapted adapted = new Adapted(TinyPolicy.of(5), 0.2)) {
      stopped(options, store, adapted.policy, adapted.weights());
    }
    try (Adapted adapted = new Adapted(TinyPolicy.of(5), 0.2)) {
      adapted.train(adapted.policy, options, store, Validation.none());
      assertSame(whole, adapted.values(), 0);
    }
  }

  @Test
  void aCheckpointOfAnAdapterHoldsWhatIsTrainedAlone() {
    RunFolder run = RunFolder.open(folder.resolve("run"), RunFolder.Start.RESUME);
    try (Adapted adapted = new Adapted(TinyPolicy.of(6), 0)) {
      adapted.train(
          adapted.policy,
          options(AdamW.Options.DEFAULT, 0, false, 3),
          new RunCheckpoints(run),
          Validation.none());
      Path latest = run.checkpoints().latest().orElseThrow().folder();
      try (Weights weights = Weights.open(latest.resolve("model.safetensors"))) {
        assertEquals(adapted.lora.parameters().names().size(), weights.tensors().size(), "tensors");
      }
    }
  }

  @Test
  void trainingEndsWhenTheHeldOutLossStopsFallingAndTheBestWeightsAreKept() {
    Policy policy = TinyPolicy.of(7);
    List<Double> losses = new ArrayList<>();
    Validation validation = validation(policy, new Validation.Options(2, 3, Validation.Keep.BEST));
    long steps = validated(policy, validation, losses, CheckpointStore.NONE, StopSignal.NEVER);
    double best = losses.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    assertTrue(steps < 200, "it ran to its end");
    assertEquals(2 * (losses.indexOf(best) + 1 + 3), steps);
    assertEquals(best, validation.result().orElseThrow());
    assertEquals(2 * (losses.indexOf(best) + 1), validation.keptStep());
    assertEquals(best, TokenLoss.mean(policy.lm(), validation.texts(), 4));
  }

  @Test
  void anEarlyEndThatWasInterruptedIsTheSameEarlyEnd() {
    Validation.Options early = new Validation.Options(2, 3, Validation.Keep.BEST);
    Policy whole = TinyPolicy.of(7);
    Validation uninterrupted = validation(whole, early);
    long steps =
        validated(whole, uninterrupted, new ArrayList<>(), CheckpointStore.NONE, StopSignal.NEVER);
    CheckpointStore store =
        new RunCheckpoints(RunFolder.open(folder.resolve("run"), RunFolder.Start.RESUME));
    AtomicInteger asked = new AtomicInteger();
    Policy stopped = TinyPolicy.of(7);
    assertThrows(
        InterruptedRunException.class,
        () ->
            validated(
                stopped,
                validation(stopped, early),
                new ArrayList<>(),
                store,
                () -> asked.incrementAndGet() == steps - 3));
    Policy resumed = TinyPolicy.of(7);
    Validation after = validation(resumed, early);
    assertEquals(
        3, validated(resumed, after, new ArrayList<>(), store, StopSignal.NEVER), "steps left");
    assertSame(weights(whole), weights(resumed), 0);
    assertEquals(uninterrupted.result(), after.result());
    Policy again = TinyPolicy.of(7);
    assertEquals(
        0,
        validated(again, validation(again, early), new ArrayList<>(), store, StopSignal.NEVER),
        "a finished run goes on with nothing");
    assertSame(weights(whole), weights(again), 0);
  }

  @Test
  void keepingTheBestWithoutHeldOutTextsIsRefused() {
    Validation.Options best = new Validation.Options(2, 0, Validation.Keep.BEST);
    BestWeights nowhere = BestWeights.in(folder.resolve("best.safetensors"));
    var error =
        assertThrows(
            InvalidInputException.class, () -> new Validation(best, List.of(), 4, nowhere));
    assertTrue(error.getMessage().contains("held-out-data"), error.getMessage());
  }

  /** A policy under an adapter over queries and values, with one norm trained whole. */
  private static final class Adapted implements AutoCloseable {
    private final Policy policy;
    private final Adapters adapters;
    private final Lora lora;
    private final double dropout;

    Adapted(Policy policy, double dropout) {
      this.policy = policy;
      this.dropout = dropout;
      this.adapters = new Adapters(policy.lm().linears(), policy.lm().parameters().asMap());
      LoraTargets targets = LoraTargets.of(List.of("q_proj", "v_proj", "down_proj"));
      this.lora =
          adapters.add(
              new LoraOptions(
                  4, 8, false, dropout, targets, List.of(), List.of("norm"), Map.of(), Map.of()),
              new Seeds(9));
    }

    TrainedWeights weights() {
      return TrainedWeights.adapter(adapters, lora, dropout);
    }

    void train(Policy of, SupervisedOptions options, CheckpointStore store, Validation validation) {
      new SupervisedTraining(options, store, List.of(), StopSignal.NEVER)
          .train(of.lm(), weights(), texts(of), validation, new Seeds(5));
    }

    Map<String, float[]> values() {
      Map<String, float[]> values = new LinkedHashMap<>();
      lora.parameters().asMap().forEach((name, tensor) -> values.put(name, tensor.toFloats()));
      return values;
    }

    @Override
    public void close() {
      adapters.close();
    }
  }

  private static List<TrainingText> texts(Policy policy) {
    return TrainingText.of(policy.encoder().encode(TEXTS));
  }

  private static SupervisedOptions options(
      Optimizer.Options optimizer, int packLength, boolean recompute, int batchSize) {
    return new SupervisedOptions(
        4, batchSize, 1, 0.01, "constant", 0, 2, optimizer, packLength, recompute);
  }

  private static SupervisedOptions many(int epochs) {
    return new SupervisedOptions(
        epochs, 4, 1, 0.02, "constant", 0, 0, AdamW.Options.DEFAULT, 0, false);
  }

  private static void train(Policy policy, SupervisedOptions options, CheckpointStore store) {
    new SupervisedTraining(options, store, List.of(), StopSignal.NEVER)
        .train(policy.lm(), texts(policy), new Seeds(5));
  }

  private static void stopped(
      SupervisedOptions options, CheckpointStore store, Policy policy, TrainedWeights weights) {
    AtomicInteger asked = new AtomicInteger();
    assertThrows(
        InterruptedRunException.class,
        () ->
            new SupervisedTraining(options, store, List.of(), () -> asked.incrementAndGet() == 3)
                .train(policy.lm(), weights, texts(policy), Validation.none(), new Seeds(5)));
  }

  private Validation validation(Policy policy, Validation.Options options) {
    List<TrainingText> others =
        TrainingText.of(policy.encoder().encode(List.of("a fish sat.", "the mat ate a dog.")));
    return new Validation(options, others, 4, BestWeights.in(folder.resolve("best.safetensors")));
  }

  /** Returns the steps that were done. */
  private static long validated(
      Policy policy,
      Validation validation,
      List<Double> losses,
      CheckpointStore store,
      StopSignal stop) {
    AtomicInteger steps = new AtomicInteger();
    new SupervisedTraining(
            many(100),
            store,
            List.of(
                (step, all, metrics) -> {
                  steps.incrementAndGet();
                  if (metrics.containsKey(Validation.METRIC)) {
                    losses.add(metrics.getOrDefault(Validation.METRIC, Double.NaN));
                  }
                }),
            stop)
        .train(
            policy.lm(), TrainedWeights.all(policy.lm()), texts(policy), validation, new Seeds(5));
    return steps.get();
  }

  private static Map<String, float[]> weights(Policy policy) {
    Map<String, float[]> values = new LinkedHashMap<>();
    policy.lm().parameters().asMap().forEach((name, tensor) -> values.put(name, tensor.toFloats()));
    return values;
  }

  private static void assertSame(
      Map<String, float[]> one, Map<String, float[]> other, float tolerance) {
    one.forEach(
        (name, values) ->
            assertArrayEquals(values, other.getOrDefault(name, new float[0]), tolerance, name));
  }
}
