package org.plumbline.align.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.align.TinyPolicy;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.RunCheckpoints;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.loop.UpdateObserver;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.RunFolder;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.tensor.NativeRuntime;
import org.plumbline.lm.tensor.Parameters;

class PolicyTrainingTest {
  private static final Scorer COUNTS_OF_A =
      exchanges ->
          exchanges.stream()
              .mapToDouble(e -> e.completion().chars().filter(c -> c == 'a').count())
              .toArray();

  @Test
  void theRewardRisesAndSoDoesTheKl() {
    List<Map<String, Double>> rows = new ArrayList<>();
    train(
        TinyPolicy.of(1),
        options(40, 4, 1, 64),
        0.0,
        CheckpointStore.NONE,
        StopSignal.NEVER,
        rows,
        0);
    double before = value(rows, 0, "proxy_reward");
    double after = value(rows, 39, "proxy_reward");
    assertTrue(after > before + 1, "reward " + before + " -> " + after);
    assertTrue(value(rows, 39, "kl_k3_nats_per_sequence") > 0.5, rows.get(39).toString());
  }

  @Test
  void theFirstStepHasNoKlAndRatioOne() {
    List<Map<String, Double>> rows = new ArrayList<>();
    train(
        TinyPolicy.of(2),
        options(1, 4, 1, 64),
        0.1,
        CheckpointStore.NONE,
        StopSignal.NEVER,
        rows,
        0);
    assertEquals(0, value(rows, 0, "kl_k1_nats_per_sequence"), 1e-3);
    assertEquals(0, value(rows, 0, "first_ratio_error"), 1e-3);
  }

  @Test
  void microbatchesChangeNothingButRounding() {
    Policy whole = TinyPolicy.of(3);
    Policy cut = TinyPolicy.of(3);
    train(
        whole,
        options(2, 4, 1, 64),
        0.1,
        CheckpointStore.NONE,
        StopSignal.NEVER,
        new ArrayList<>(),
        0);
    train(
        cut,
        options(2, 4, 1, 3),
        0.1,
        CheckpointStore.NONE,
        StopSignal.NEVER,
        new ArrayList<>(),
        0);
    for (String name : whole.lm().parameters().names()) {
      assertArrayEquals(
          whole.lm().parameters().get(name).toFloats(),
          cut.lm().parameters().get(name).toFloats(),
          // Adam divides by the root of the second moment, so rounding of a tiny gradient is
          // magnified up to the rate.
          1e-3f,
          name);
    }
  }

  @Test
  void aRunStoppedAndResumedEndsWithTheSameBits(@TempDir Path folder) {
    Policy whole = TinyPolicy.of(4);
    train(
        whole,
        options(9, 4, 2, 64),
        0.1,
        CheckpointStore.NONE,
        StopSignal.NEVER,
        new ArrayList<>(),
        4);
    CheckpointStore store = new RunCheckpoints(RunFolder.open(folder, RunFolder.Start.RESUME));
    AtomicInteger asked = new AtomicInteger();
    Policy stopped = TinyPolicy.of(4);
    assertThrows(
        InterruptedRunException.class,
        () ->
            train(
                stopped,
                options(9, 4, 2, 64),
                0.1,
                store,
                () -> asked.incrementAndGet() == 5,
                new ArrayList<>(),
                4));
    Policy resumed = TinyPolicy.of(4);
    train(resumed, options(9, 4, 2, 64), 0.1, store, StopSignal.NEVER, new ArrayList<>(), 4);
    for (String name : whole.lm().parameters().names()) {
      assertArrayEquals(
          whole.lm().parameters().get(name).toFloats(),
          resumed.lm().parameters().get(name).toFloats(),
          0f,
          name);
    }
  }

  @Test
  void aScoreThatIsNoNumberStopsTheRunAndLeavesTheWeights() {
    Policy policy = TinyPolicy.of(5);
    Parameters before = policy.lm().parameters().copy();
    Scorer broken = exchanges -> exchanges.stream().mapToDouble(e -> Double.NaN).toArray();
    assertThrows(RuntimeException.class, () -> train(policy, options(3, 4, 1, 64), broken));
    for (String name : before.names()) {
      assertArrayEquals(
          before.get(name).toFloats(), policy.lm().parameters().get(name).toFloats(), 0f, name);
    }
    before.close();
  }

  @Test
  void aHugeLearningRateIsStoppedWithTheUpdateNamed() {
    var error =
        assertThrows(
            FailedException.class,
            () -> {
              PolicyOptions wild =
                  new PolicyOptions(200, 4, 1, 64, 12, 1e30, 0, 0, 0, AdamW.Options.DEFAULT);
              train(TinyPolicy.of(6), wild, COUNTS_OF_A);
            });
    assertTrue(
        error.getMessage().contains("update") || error.getMessage().contains("step"),
        error.getMessage());
  }

  /** Rollouts, scores and updates: after the first steps nothing native stays behind. */
  @Test
  void twoHundredStepsLeaveNoNativeObjectsBehind() {
    List<Long> live = new ArrayList<>();
    Policy policy = TinyPolicy.of(8);
    try (var reference = policy.lm().copy()) {
      new PolicyTraining(
              options(220, 2, 1, 64),
              new Rloo(Rloo.Options.DEFAULT),
              COUNTS_OF_A,
              CheckpointStore.NONE,
              List.of((step, steps, metrics) -> live.add(NativeRuntime.liveObjects())),
              StopSignal.NEVER)
          .train(policy, reference, TinyPolicy.prompts(8), new Seeds(12), List.of(), step -> {});
    }
    assertEquals(220, live.size());
    assertEquals(live.get(19), live.get(219), "native objects after 20 and after 220 steps");
  }

  @Test
  void anEvaluationOfTheInitialPolicyHasNoKl() {
    Policy policy = TinyPolicy.of(7);
    Rater rater = new Rater("a", COUNTS_OF_A);
    PolicyEvaluator evaluator =
        new PolicyEvaluator(
            TinyPolicy.prompts(6),
            rater,
            List.of(
                new Rater(
                    "length", e -> e.stream().mapToDouble(x -> x.completion().length()).toArray())),
            policy.lm(),
            new org.plumbline.lm.generate.Generator.Options(12, 1, 0, 1, 64),
            new Seeds(1));
    Evaluation evaluation = evaluator.evaluate(policy, 0);
    assertEquals(6, evaluation.rows().size());
    assertEquals(0, evaluation.klNats(), 1e-3);
    Exchange first = evaluation.rows().get(0).exchange();
    assertEquals(
        first.completion().length(),
        evaluation.rows().get(0).gold().getOrDefault("length", Double.NaN));
  }

  private static double value(List<Map<String, Double>> rows, int row, String name) {
    return rows.get(row).getOrDefault(name, Double.NaN);
  }

  private static PolicyOptions options(long steps, int prompts, int minibatches, int microbatch) {
    return new PolicyOptions(
        steps, prompts, minibatches, microbatch, 12, 0.01, 0, 0, 3, AdamW.Options.DEFAULT);
  }

  private static void train(Policy policy, PolicyOptions options, Scorer scorer) {
    try (var reference = policy.lm().copy()) {
      new PolicyTraining(
              options,
              new Rloo(Rloo.Options.DEFAULT),
              scorer,
              CheckpointStore.NONE,
              List.of(),
              StopSignal.NEVER)
          .train(policy, reference, TinyPolicy.prompts(8), new Seeds(11), List.of(), step -> {});
    }
  }

  private static void train(
      Policy policy,
      PolicyOptions options,
      double klWeight,
      CheckpointStore store,
      StopSignal stop,
      List<Map<String, Double>> rows,
      long resetEvery) {
    try (var reference = policy.lm().copy()) {
      List<UpdateObserver> resets = new ArrayList<>();
      if (resetEvery > 0) {
        resets.add(
            new ElasticReset(
                new ElasticReset.Options(resetEvery, 0.9),
                policy.lm().parameters(),
                reference.parameters()));
      }
      new PolicyTraining(
              options,
              new Rloo(new Rloo.Options(4, klWeight, 0.2)),
              COUNTS_OF_A,
              store,
              List.of((step, steps, metrics) -> rows.add(metrics)),
              stop)
          .train(policy, reference, TinyPolicy.prompts(8), new Seeds(11), resets, step -> {});
    }
  }
}
