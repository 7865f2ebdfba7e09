package org.plumbline.align.policy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.run.RunFolder;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.adapter.LoraTargets;
import org.plumbline.lm.adapter.WithoutAdapter;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Scope;

/** Policy and reference over one trunk: with its adapter, and without. */
final class AdapterPolicyTest {
  private static final Scorer COUNTS_OF_A =
      exchanges ->
          exchanges.stream()
              .mapToDouble(e -> e.completion().chars().filter(c -> c == 'a').count())
              .toArray();

  @TempDir Path folder;

  @Test
  void theRewardRisesAndTheReferenceStaysTheBaseToTheBit() {
    try (Run run = new Run(1)) {
      float[] base = hidden(run.policy.lm());
      List<Map<String, Double>> rows = run.train(30, CheckpointStore.NONE, StopSignal.NEVER, 0);
      assertEquals(0, value(rows, 0, "kl_k1_nats_per_sequence"), 1e-3);
      assertEquals(0, value(rows, 0, "first_ratio_error"), 1e-3);
      double before = value(rows, 0, "proxy_reward");
      double after = value(rows, 29, "proxy_reward");
      assertTrue(after > before + 1, before + " -> " + after);
      assertTrue(value(rows, 29, "kl_k3_nats_per_sequence") > 0.1, rows.get(29).toString());
      try (Adapters.InForce use = run.adapters.use(run.lora)) {
        assertFalse(Arrays.equals(base, hidden(run.policy.lm())), "the adapter does nothing");
        assertArrayEquals(base, hidden(run.reference));
        assertFalse(Arrays.equals(base, hidden(run.policy.lm())), "the view left it off");
      }
      assertArrayEquals(base, hidden(run.policy.lm()));
    }
  }

  @Test
  void withElasticResetItResumesWithTheSameBits() {
    List<float[]> whole;
    try (Run run = new Run(2)) {
      run.train(9, CheckpointStore.NONE, StopSignal.NEVER, 4);
      whole = run.values();
    }
    CheckpointStore store = new RunCheckpoints(RunFolder.open(folder, RunFolder.Start.RESUME));
    AtomicInteger asked = new AtomicInteger();
    try (Run run = new Run(2)) {
      assertThrows(
          InterruptedRunException.class,
          () -> run.train(9, store, () -> asked.incrementAndGet() == 5, 4));
    }
    try (Run run = new Run(2)) {
      run.train(9, store, StopSignal.NEVER, 4);
      List<float[]> resumed = run.values();
      for (int i = 0; i < whole.size(); i++) {
        assertArrayEquals(whole.get(i), resumed.get(i), "tensor " + i);
      }
    }
  }

  /** With decay 1 the average is the start, so a reset takes the adapter back to doing nothing. */
  @Test
  void aResetTakesTheAdapterBackToItsStart() {
    try (Run run = new Run(3)) {
      float[] base = hidden(run.policy.lm());
      run.decay = 1;
      run.train(4, CheckpointStore.NONE, StopSignal.NEVER, 2);
      try (Adapters.InForce use = run.adapters.use(run.lora)) {
        assertArrayEquals(base, hidden(run.policy.lm()));
      }
    }
  }

  private static final class Run implements AutoCloseable {
    private final Policy policy;
    private final Adapters adapters;
    private final Lora lora;
    private final CausalLm reference;
    private double decay = 0.9;

    Run(long seed) {
      policy = TinyPolicy.of(seed);
      adapters = new Adapters(policy.lm().linears(), policy.lm().parameters().asMap());
      lora =
          adapters.add(
              new LoraOptions(
                  4,
                  16,
                  false,
                  0,
                  new LoraTargets.AllLinear(),
                  List.of(),
                  List.of("embed_tokens"),
                  Map.of(),
                  Map.of()),
              new Seeds(seed));
      reference = new WithoutAdapter(policy.lm(), adapters);
    }

    List<Map<String, Double>> train(
        long steps, CheckpointStore store, StopSignal stop, long resetEvery) {
      PolicyOptions options =
          new PolicyOptions(steps, 4, 1, 64, 12, 0.02, 0, 0, 3, AdamW.Options.DEFAULT);
      List<Map<String, Double>> rows = new ArrayList<>();
      try (Parameters start = lora.parameters().copy();
          ElasticReset reset =
              new ElasticReset(
                  new ElasticReset.Options(Math.max(1, resetEvery), decay),
                  lora.parameters(),
                  start)) {
        new PolicyTraining(
                options,
                new Rloo(new Rloo.Options(4, 0.05, 0.2)),
                COUNTS_OF_A,
                store,
                List.of((step, all, metrics) -> rows.add(metrics)),
                stop)
            .train(
                policy,
                TrainedWeights.adapter(adapters, lora, 0),
                reference,
                TinyPolicy.prompts(8),
                new Seeds(11),
                resetEvery > 0 ? List.of(reset) : List.of(),
                step -> {});
      }
      return rows;
    }

    List<float[]> values() {
      return lora.parameters().tensors().stream().map(tensor -> tensor.toFloats()).toList();
    }

    @Override
    public void close() {
      adapters.close();
      policy.lm().close();
    }
  }

  private static float[] hidden(CausalLm lm) {
    TokenBatch batch = new TokenBatch(List.of(new int[] {3, 9, 4, 7}));
    return Scope.inference(() -> lm.logits(lm.hidden(batch)).toFloats());
  }

  private static double value(List<Map<String, Double>> rows, int row, String name) {
    return rows.get(row).getOrDefault(name, Double.NaN);
  }
}
