package org.plumbline.lm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.adapter.Adapters;
import org.plumbline.lm.adapter.Lora;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

final class RecomputationTest {
  private static final long SEED = 11;

  @ParameterizedTest
  @ValueSource(strings = {"llama", "gemma2", "gpt2", "gpt_neox", "mixtral", "olmo2"})
  void gradientsAreTheSameToTheBit(String family) {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder(family)).causalLm()) {
      lm.parameters().train(name -> true);
      TokenBatch batch = batch(lm);
      Map<String, float[]> kept = Gradients.of(lm, () -> loss(lm, batch));
      lm.recompute(true);
      Gradients.assertSame(kept, Gradients.of(lm, () -> loss(lm, batch)), 0, family);
    }
  }

  @Test
  void anAdaptersGradientsAreTheSameToTheBitWithDropoutToo() {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder("llama")).causalLm();
        Adapters adapters = new Adapters(lm.linears(), lm.parameters().asMap())) {
      Lora lora = adapters.add(LoraOptions.of(3, 6), new Seeds(SEED));
      lora.train(true);
      // Upper block alone as well: what is below needs no gradient, and has none to give.
      Lora upper = adapters.add(LoraOptions.of(3, 6).within(List.of(1)), new Seeds(SEED));
      upper.train(true);
      for (Lora each : List.of(lora, upper)) {
        try (Adapters.InForce use = adapters.use(each, 0.3)) {
          lm.recompute(false);
          float[][] kept = gradients(lm, each);
          lm.recompute(true);
          float[][] again = gradients(lm, each);
          for (int i = 0; i < kept.length; i++) {
            assertArrayEquals(kept[i], again[i], "tensor " + i);
          }
        }
      }
    }
  }

  /** Two microbatches from one random stream: the second draws as if nothing had been repeated. */
  private static float[][] gradients(CausalLm lm, Lora lora) {
    Ops.seedDropout(SEED);
    TokenBatch batch = batch(lm);
    Scope.training(() -> loss(lm, batch).backward());
    Scope.training(() -> loss(lm, batch).backward());
    float[][] gradients =
        lora.trained().values().stream()
            .map(tensor -> tensor.gradient().toFloats())
            .toArray(float[][]::new);
    lora.trained().values().forEach(Tensor::clearGradient);
    return gradients;
  }

  @Test
  void twoPassesThatMeetInOneLossBothGoOn() {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder("llama")).causalLm()) {
      lm.parameters().train(name -> true);
      TokenBatch batch = batch(lm);
      Map<String, float[]> kept = Gradients.of(lm, () -> difference(lm, batch));
      lm.recompute(true);
      Gradients.assertSame(kept, Gradients.of(lm, () -> difference(lm, batch)), 1e-5, "both");
    }
  }

  private static Tensor difference(CausalLm lm, TokenBatch batch) {
    TokenBatch other = new TokenBatch(batch.rows().reversed());
    return lm.hidden(batch).square().sum().minus(lm.hidden(other).exp().sum());
  }

  private static Tensor loss(CausalLm lm, TokenBatch batch) {
    return CrossEntropy.of(lm, batch, TokenTargets.from(batch, TokenLogProbs.all(batch)), 15);
  }

  private static TokenBatch batch(CausalLm lm) {
    SplittableRandom random = new SplittableRandom(SEED);
    return new TokenBatch(
        List.of(
            Gradients.ids(random, 12, lm.vocabularySize()),
            Gradients.ids(random, 7, lm.vocabularySize())));
  }
}
