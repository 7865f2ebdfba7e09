package org.plumbline.lm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.GoldenModels;
import org.plumbline.lm.family.Llama;
import org.plumbline.lm.family.LlamaConfig;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

final class CrossEntropyTest {
  private static final long SEED = 20261128;
  private static final LlamaConfig TINY =
      new LlamaConfig(23, 12, 20, 2, 3, 1, 4, 32, 10_000, 1e-5, true, 0, 1);

  private final SplittableRandom random = new SplittableRandom(SEED);

  /** Tied head, a head of its own, and soft caps on the logits. */
  @ParameterizedTest
  @ValueSource(strings = {"llama", "llama-untied-bias", "gemma2", "gpt2", "mixtral"})
  void inPartsLossAndGradientsAreThoseOfTheWholeLogits(String family) {
    try (CausalLm lm = ModelFolder.open(GoldenModels.folder(family)).causalLm()) {
      lm.parameters().train(name -> true);
      assertSameAsPlain(lm, lm, family);
    }
  }

  @Test
  void aHeadThatIsNoSingleMatrixMakesNoDifference() {
    try (Decoder lm = Llama.random(TINY, new Seeds(SEED))) {
      lm.parameters().train(name -> true);
      Tensor bias = Tensor.keptZeros(23).requiresGradient(true);
      Scope.withoutGradients(() -> bias.set(gaussians(23)));
      lm.parameters().add("bias", bias);
      assertSameAsPlain(lm, withBias(lm, bias), "bias");
    }
  }

  @Test
  void gradientsOfMicrobatchesAddUpToThoseOfTheBatch() {
    try (CausalLm lm = Llama.random(TINY, new Seeds(SEED))) {
      lm.parameters().train(name -> true);
      int[] first = ids(9, lm);
      int[] second = ids(5, lm);
      Map<String, float[]> whole = Gradients.of(lm, inParts(lm, 12, first, second));
      Map<String, float[]> added =
          Gradients.of(lm, inParts(lm, 12, first), inParts(lm, 12, second));
      Gradients.assertSame(whole, added, 1e-5, "seed " + SEED);
    }
  }

  @Test
  void aFrozenTrunkAndAFrozenHeadGetNoGradients() {
    try (CausalLm lm = Llama.random(TINY, new Seeds(SEED))) {
      lm.parameters().train(name -> name.contains("layers.1."));
      Map<String, float[]> plain = Gradients.of(lm, plain(lm, 8, ids(9, lm)));
      assertTrue(plain.keySet().stream().allMatch(name -> name.contains("layers.1.")));
      assertSameAsPlain(lm, lm, "upper block");
      lm.parameters().train(name -> name.equals("model.embed_tokens.weight"));
      assertSameAsPlain(lm, lm, "tied table");
    }
  }

  /** The slope of every tenth weight by central differences. */
  @Test
  void theGradientIsTheSlopeOfTheLoss() {
    try (CausalLm lm = Llama.random(TINY, new Seeds(SEED))) {
      lm.parameters().train(name -> true);
      Scope.withoutGradients(
          () -> lm.parameters().tensors().forEach(tensor -> tensor.timesInPlace(5)));
      int[] ids = ids(7, lm);
      Map<String, float[]> gradients = Gradients.of(lm, inParts(lm, 6, ids));
      lm.parameters()
          .asMap()
          .forEach(
              (name, tensor) -> {
                float[] values = tensor.toFloats();
                for (int i = 0; i < values.length; i += 97) {
                  double slope = slope(lm, tensor, values, i, ids);
                  float[] gradient = gradients.getOrDefault(name, new float[0]);
                  assertEquals(
                      slope,
                      gradient[i],
                      1e-3 + 0.02 * Math.abs(slope),
                      name + " " + i + ", seed " + SEED);
                }
              });
    }
  }

  @Test
  void aLossThatIsScaledAfterwardsIsRefused() {
    try (CausalLm lm = Llama.random(TINY, new Seeds(SEED))) {
      lm.parameters().train(name -> true);
      Supplier<Tensor> doubled = () -> inParts(lm, 8, ids(9, lm)).get().times(2);
      assertThrows(IllegalStateException.class, () -> Gradients.of(lm, doubled));
    }
  }

  @Test
  void logProbabilitiesInPartsHaveTheSameValuesAndGradients() {
    try (CausalLm lm = Llama.random(TINY, new Seeds(SEED))) {
      lm.parameters().train(name -> true);
      TokenBatch batch = new TokenBatch(List.of(ids(9, lm), ids(6, lm)));
      TokenTargets targets = TokenTargets.from(batch, new int[] {2, 1});
      Map<String, float[]> kept = Gradients.of(lm, () -> square(lm, batch, targets, 1 << 20));
      Map<String, float[]> again = Gradients.of(lm, () -> square(lm, batch, targets, 0));
      Gradients.assertSame(kept, again, 1e-5, "seed " + SEED);
    }
  }

  private static Tensor square(CausalLm lm, TokenBatch batch, TokenTargets targets, long kept) {
    Tensor hidden = TokenLogProbs.predictors(lm, batch, targets);
    return TokenLogProbs.of(lm, hidden, targets, 3 * 23, kept).square().sum();
  }

  private void assertSameAsPlain(CausalLm owner, CausalLm lm, String where) {
    int[] first = ids(11, lm);
    int[] second = ids(4, lm);
    float plain = Scope.inference(() -> plain(lm, 13, first, second).get().toFloats()[0]);
    double[] inParts = new double[1];
    Scope.training(() -> inParts[0] = inParts(lm, 13, first, second).get().item());
    owner.parameters().tensors().forEach(Tensor::clearGradient);
    assertEquals(plain, inParts[0], 1e-5, where);
    Gradients.assertSame(
        Gradients.of(owner, plain(lm, 13, first, second)),
        Gradients.of(owner, inParts(lm, 13, first, second)),
        2e-5,
        where + ", seed " + SEED);
  }

  /** Five rows of logits a part. */
  private static Supplier<Tensor> inParts(CausalLm lm, double denominator, int[]... rows) {
    return () -> {
      TokenBatch batch = new TokenBatch(List.of(rows));
      TokenTargets targets = TokenTargets.from(batch, TokenLogProbs.all(batch));
      Tensor hidden = TokenLogProbs.predictors(lm, batch, targets);
      return CrossEntropy.of(lm, hidden, targets, denominator, 5L * lm.vocabularySize());
    };
  }

  private static Supplier<Tensor> plain(CausalLm lm, double denominator, int[]... rows) {
    return () -> {
      TokenBatch batch = new TokenBatch(List.of(rows));
      return TokenLogProbs.of(lm, batch, TokenLogProbs.all(batch)).sum().times(-1 / denominator);
    };
  }

  private static double slope(CausalLm lm, Tensor tensor, float[] values, int i, int[] ids) {
    double step = 2e-3;
    double[] losses = new double[2];
    for (int side = 0; side < 2; side++) {
      float[] moved = values.clone();
      moved[i] += (float) (side == 0 ? step : -step);
      Scope.withoutGradients(() -> tensor.set(moved));
      losses[side] = Scope.inference(() -> plain(lm, 6, ids).get().item());
    }
    Scope.withoutGradients(() -> tensor.set(values));
    return (losses[0] - losses[1]) / (2 * step);
  }

  private static CausalLm withBias(CausalLm lm, Tensor bias) {
    return (CausalLm)
        Proxy.newProxyInstance(
            CausalLm.class.getClassLoader(),
            new Class<?>[] {CausalLm.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(lm, arguments);
                return method.getName().equals("logits") ? ((Tensor) result).plus(bias) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private float[] gaussians(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private int[] ids(int length, CausalLm lm) {
    return Gradients.ids(random, length, lm.vocabularySize());
  }
}
