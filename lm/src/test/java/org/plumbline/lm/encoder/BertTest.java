package org.plumbline.lm.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** A tiny BERT with random weights. */
final class BertTest {
  private static final long SEED = 20261123;
  private static final BertConfig TINY = new BertConfig(37, 12, 20, 3, 3, 16, 2, 1e-12);
  private static final List<int[]> ROWS =
      List.of(new int[] {1, 7, 9, 30, 2}, new int[] {1, 5, 2}, new int[] {1, 8, 8, 8, 11, 36, 2});

  private final Bert bert = Bert.random(TINY, new Seeds(SEED));

  /**
   * Random weights of BERT's size leave attention almost uniform; larger ones make every part
   * matter.
   */
  @BeforeEach
  void enlarge() {
    Scope.withoutGradients(
        () ->
            bert.parameters()
                .asMap()
                .forEach(
                    (name, tensor) -> {
                      SplittableRandom random = new Seeds(SEED).stream("enlarge " + name);
                      float[] values = tensor.toFloats();
                      for (int i = 0; i < values.length; i++) {
                        values[i] += (float) (random.nextGaussian() * 0.3);
                      }
                      tensor.set(values);
                    }));
  }

  @AfterEach
  void free() {
    bert.close();
  }

  @Test
  void paddingChangesNothing() {
    float[] together = pooled(new TokenBatch(ROWS));
    for (int r = 0; r < ROWS.size(); r++) {
      float[] alone = pooled(new TokenBatch(List.of(ROWS.get(r))));
      for (int i = 0; i < TINY.hiddenSize(); i++) {
        assertEquals(
            alone[i], together[r * TINY.hiddenSize() + i], 1e-5, "seed " + SEED + ", row " + r);
      }
    }
  }

  @Test
  void lowerAndUpperLayersTogetherAreTheWhole() {
    TokenBatch batch = new TokenBatch(ROWS);
    float[] whole = pooled(batch);
    for (int cut = 0; cut <= TINY.layers(); cut++) {
      int layers = cut;
      float[] split =
          Scope.inference(
              () -> bert.pooled(bert.lower(batch, layers), batch.lengths(), layers, 0).toFloats());
      assertArrayEquals(whole, split, "cut at " + cut);
    }
  }

  @Test
  void everyParameterMovesTheVectorAsItsGradientSays() {
    TokenBatch batch = new TokenBatch(ROWS);
    bert.parameters().train(name -> true);
    Scope.training(() -> loss(batch).backward());
    bert.parameters()
        .asMap()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.toFloats();
              float[] direction = direction(name, values.length);
              double slope = Scope.inference(() -> dot(tensor.gradient().toFloats(), direction));
              double step = 2e-3;
              double up = lossAt(batch, tensor, values, direction, step);
              double down = lossAt(batch, tensor, values, direction, -step);
              Scope.withoutGradients(() -> tensor.set(values));
              assertEquals(
                  (up - down) / (2 * step),
                  slope,
                  2e-3 + 0.02 * Math.abs(slope),
                  name + ", seed " + SEED);
            });
  }

  @Test
  void onlyTheLayersAboveTheCutGetGradients() {
    TokenBatch batch = new TokenBatch(ROWS);
    bert.parameters().train(name -> bert.layerOf(name) >= 2);
    Scope.training(() -> loss(batch).backward());
    bert.parameters()
        .asMap()
        .forEach(
            (name, tensor) ->
                assertEquals(name.startsWith("encoder.layer.2."), tensor.hasGradient(), name));
  }

  @Test
  void aTextLongerThanTheContextIsRefused() {
    TokenBatch batch = new TokenBatch(List.of(new int[17]));
    InvalidInputException e = assertThrows(InvalidInputException.class, () -> pooled(batch));
    assertTrue(
        e.getMessage().startsWith("a text has 17 tokens, the model reads at most 16"),
        e.getMessage());
  }

  private double lossAt(
      TokenBatch batch, Tensor tensor, float[] values, float[] direction, double step) {
    float[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (step * direction[i]);
    }
    Scope.withoutGradients(() -> tensor.set(moved));
    return Scope.inference(() -> loss(batch).item());
  }

  /** A fixed weighted sum of the vectors, so that no symmetry hides a fault. */
  private Tensor loss(TokenBatch batch) {
    int count = batch.size() * TINY.hiddenSize();
    return bert.pooled(batch)
        .times(Tensor.of(direction("loss", count), batch.size(), TINY.hiddenSize()))
        .sum();
  }

  private static float[] direction(String name, int count) {
    SplittableRandom random = new Seeds(SEED).stream("direction " + name);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private float[] pooled(TokenBatch batch) {
    return Scope.inference(() -> bert.pooled(batch).toFloats());
  }
}
