package org.plumbline.lm.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.FailedException;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.testkit.SeededRandom;

final class AdafactorTest {

  /**
   * One update by hand. Gradient [[3, 4], [0, 0]], t = 1, so nothing of the old moments stays:
   * means of the squares are 12.5 and 0 by row, 4.5 and 8 by column, the mean of the rows' is 6.25.
   * The estimate of the first row is 12.5 * 4.5 / 6.25 = 9 and 12.5 * 8 / 6.25 = 16, the scaled
   * gradient 1 and 1, its root mean square sqrt(1/2), below the threshold. The step is 0.01 times
   * the root mean square of the weights, 2.
   */
  @Test
  void theFirstUpdateOfAMatrixIsThatOfHandArithmetic() {
    Tensor weight = leaf(new float[] {2, 2, 2, 2}, 2, 2);
    try (Adafactor adafactor = Adafactor.Options.DEFAULT.over(Map.of("w", weight))) {
      gather(weight, new double[] {3, 4, 0, 0});
      assertEquals(5, adafactor.step(1), 1e-6);
    }
    assertArrayEquals(new float[] {1.98f, 1.98f, 2, 2}, weight.toFloats(), 1e-6f);
    weight.release();
  }

  /** A vector of zeros moves by the least scale: 0.01 * 0.001, against the sign of its gradient. */
  @Test
  void aVectorOfZerosBeginsWithTheLeastScale() {
    Tensor weight = leaf(new float[] {0, 0}, 2);
    try (Adafactor adafactor = Adafactor.Options.DEFAULT.over(Map.of("w", weight))) {
      gather(weight, new double[] {0.5, -7});
      adafactor.step(1);
    }
    assertArrayEquals(new float[] {-1e-5f, 1e-5f}, weight.toFloats(), 1e-10f);
    weight.release();
  }

  @Test
  void manyUpdatesAgreeWithTheFormulasInDoubles() {
    SeededRandom.forAll(
        3,
        random -> {
          int rows = random.integer(2, 4);
          int columns = random.integer(2, 5);
          double[] start = random.gaussians(rows * columns);
          Tensor weight = leaf(floats(start), rows, columns);
          Reference reference = new Reference(start, rows, columns);
          Adafactor.Options options =
              Adafactor.Options.DEFAULT.withWeightDecay(0.1).withGivenSteps();
          try (Adafactor adafactor = options.over(Map.of("w", weight))) {
            for (int t = 1; t <= 6; t++) {
              double[] gradient = random.gaussians(rows * columns);
              gradient[0] *= t == 4 ? 100 : 1;
              gather(weight, gradient);
              adafactor.step(0.05);
              reference.update(t, 0.05, 0.1, gradient);
            }
          }
          float[] values = weight.toFloats();
          for (int i = 0; i < values.length; i++) {
            assertEquals(reference.weight[i], values[i], 1e-5, random + " at " + i);
          }
          weight.release();
        });
  }

  @Test
  void aGradientThatIsNoNumberChangesNothing() {
    Tensor weight = leaf(new float[] {1, 2}, 2);
    try (Adafactor adafactor = Adafactor.Options.DEFAULT.over(Map.of("w", weight))) {
      gather(weight, new double[] {Double.NaN, 1});
      assertThrows(FailedException.class, () -> adafactor.step(1));
      assertArrayEquals(new float[] {1, 2}, weight.toFloats());
      adafactor.state().values().forEach(tensor -> assertEquals(0, tensor.sum().item()));
    }
    weight.release();
  }

  /** 1/root of its size of AdamW's memory: two vectors instead of two matrices. */
  @Test
  void theStateOfAMatrixIsOneRowAndOneColumn() {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("w", leaf(new float[12], 3, 4));
    parameters.put("experts", leaf(new float[24], 2, 3, 4));
    try (Adafactor adafactor = Adafactor.Options.DEFAULT.over(parameters)) {
      long numbers = adafactor.state().values().stream().mapToLong(Tensor::count).sum();
      assertEquals(3 + 4 + 1 + 2 * (3 + 4) + 1, numbers);
    }
    parameters.values().forEach(Tensor::release);
  }

  /** Algorithm 4 with the steps of section 9, number by number. */
  private static final class Reference {
    final double[] weight;
    private final int n;
    private final int m;
    private final double[] rows;
    private final double[] columns;

    Reference(double[] start, int n, int m) {
      this.weight = start.clone();
      this.n = n;
      this.m = m;
      this.rows = new double[n];
      this.columns = new double[m];
    }

    void update(int t, double rate, double decay, double[] g) {
      double kept = 1 - Math.pow(t, -0.8);
      double total = 0;
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = 0; j < m; j++) {
          sum += g[i * m + j] * g[i * m + j] + 1e-30;
        }
        rows[i] = kept * rows[i] + (1 - kept) * sum;
        total += rows[i];
      }
      for (int j = 0; j < m; j++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += g[i * m + j] * g[i * m + j] + 1e-30;
        }
        columns[j] = kept * columns[j] + (1 - kept) * sum;
      }
      double[] u = new double[n * m];
      double squares = 0;
      double scale = 0;
      for (int i = 0; i < n * m; i++) {
        u[i] = g[i] / Math.sqrt(rows[i / m] * columns[i % m] / total);
        squares += u[i] * u[i];
        scale += weight[i] * weight[i];
      }
      double step = rate * Math.max(1e-3, Math.sqrt(scale / (n * m)));
      double clip = Math.max(1, Math.sqrt(squares / (n * m)));
      for (int i = 0; i < n * m; i++) {
        weight[i] = weight[i] * (1 - step * decay) - step * u[i] / clip;
      }
    }
  }

  private static Tensor leaf(float[] values, long... shape) {
    return Tensor.of(values, shape).keep().requiresGradient(true);
  }

  private static void gather(Tensor weight, double[] gradient) {
    Scope.training(() -> weight.times(Tensor.of(gradient, weight.shape())).sum().backward());
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
