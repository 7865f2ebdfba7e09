package org.plumbline.align.reward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.math.BradleyTerry;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.TextEncoder;
import org.plumbline.lm.text.Tokenizer;

/** The pairwise loss on tensors against the one on numbers, and against finite differences. */
final class PairLossTest {
  private static final double[] SCORES = {1.5, -0.3, 20, 0.5, 0.4, -25};
  private static final double[] MARGINS = {0, 0.25, 1};

  @ParameterizedTest
  @CsvSource({"0, 0", "0.01, 0", "0, 0.1", "0.05, 0.2"})
  void valueAndGradientAreThoseOfTheFormula(double centering, double smoothing) {
    BradleyTerry formula = new BradleyTerry(centering, smoothing);
    BradleyTerry.Loss wanted =
        formula.loss(new double[] {1.5, -0.3, 20}, new double[] {0.5, 0.4, -25}, MARGINS);
    Scope.training(
        () -> {
          Tensor scores = Tensor.of(SCORES, 6).requiresGradient(true);
          Tensor loss = PairLoss.of(scores, MARGINS, formula, 3);
          assertEquals(wanted.value(), loss.item(), 1e-5);
          loss.backward();
          float[] gradient = scores.gradient().toFloats();
          for (int i = 0; i < 3; i++) {
            assertEquals(wanted.byChosen()[i], gradient[i], 1e-6);
            assertEquals(wanted.byRejected()[i], gradient[3 + i], 1e-6);
          }
        });
  }

  @Test
  void theHeadMovesTheLossAsItsGradientSays() {
    try (Bert trunk = Tiny.bert(Tiny.SEED);
        Tokenizer tokenizer = Tiny.tokenizer()) {
      TextEncoder encoder = new TextEncoder(tokenizer, new TextEncoder.Options(16));
      RewardLineage lineage = new RewardLineage("", "", "", 0, 0, 0, 0, 0, 0, 0, List.of());
      RewardModel model = RewardModel.untrained(trunk, encoder, lineage);
      Tensor weight = model.head().get("score.weight");
      SplittableRandom random = new Seeds(Tiny.SEED).stream("head");
      float[] values = gaussians(random);
      float[] direction = gaussians(random);
      Scope.withoutGradients(() -> weight.set(values));
      model.head().train(name -> true);
      Scope.training(() -> loss(model).backward());
      float[] gradient = weight.gradient().toFloats();
      double slope = 0;
      for (int i = 0; i < gradient.length; i++) {
        slope += (double) gradient[i] * direction[i];
      }
      double step = 1e-2;
      double difference =
          lossAt(model, weight, values, direction, step)
              - lossAt(model, weight, values, direction, -step);
      assertEquals(
          difference / (2 * step), slope, 1e-3 * Math.max(1, Math.abs(slope)), "seed " + Tiny.SEED);
      model.head().close();
    }
  }

  private static float[] gaussians(SplittableRandom random) {
    float[] values = new float[Tiny.WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double lossAt(
      RewardModel model, Tensor weight, float[] values, float[] direction, double step) {
    float[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (step * direction[i]);
    }
    Scope.withoutGradients(() -> weight.set(moved));
    return Scope.inference(() -> loss(model).item());
  }

  private static Tensor loss(RewardModel model) {
    EncodedPairs pairs = EncodedPairs.of(Tiny.preferences(5, "loss"), model.encoder());
    int[] rows = {0, 1, 2, 3, 4};
    LowerLayers lower = LowerLayers.computed(model.trunk(), pairs.texts(), 0);
    return PairLoss.of(
        model.raw(lower.batch(pairs.textsOf(rows)), 0, 0),
        pairs.marginsOf(rows),
        new BradleyTerry(0.01, 0),
        5);
  }
}
