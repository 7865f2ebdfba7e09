package org.plumbline.bench;

import java.util.Arrays;
import org.plumbline.lm.tensor.NativeRuntime;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** How fast this machine multiplies matrices. */
public final class MatrixSpeed {
  private static final int SIZE = 512;
  private static final int ROUNDS = 5;
  private static final int PRODUCTS = 4;

  private MatrixSpeed() {}

  /**
   * Operations a second, with square matrices.
   *
   * @param wanted how long to measure, in seconds
   */
  public static double measure(double wanted) {
    NativeRuntime.load();
    return Scope.inference(
        () -> {
          float[] values = new float[SIZE * SIZE];
          Arrays.fill(values, 0.5f);
          Tensor a = Tensor.of(values, SIZE, SIZE);
          multiply(a, 10);
          long start = System.nanoTime();
          long products = 0;
          while ((System.nanoTime() - start) / 1e9 < wanted) {
            multiply(a, 10);
            products += 10;
          }
          double seconds = (System.nanoTime() - start) / 1e9;
          return 2.0 * SIZE * SIZE * SIZE * products / seconds;
        });
  }

  /**
   * Operations a second of these products alone, each several times over, at the best of some
   * rounds.
   */
  static double measure(MatrixWork work) {
    double seconds = 0;
    double operations = 0;
    for (var entry : work.weights().entrySet()) {
      MatrixWork.Shape shape = entry.getKey();
      seconds += entry.getValue() * seconds(work.rows(), shape);
      operations += entry.getValue() * shape.operations(work.rows());
    }
    return operations / seconds;
  }

  private static double seconds(long rows, MatrixWork.Shape shape) {
    return Scope.inference(
        () -> {
          Tensor input = Tensor.zeros(rows, shape.inputs()).plus(0.5);
          Tensor weight = Tensor.zeros(shape.outputs(), shape.inputs()).plus(0.5);
          double best = Double.POSITIVE_INFINITY;
          for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < PRODUCTS; i++) {
              Scope.inference(() -> Ops.linear(input, weight, null).size(0));
            }
            best = Math.min(best, (System.nanoTime() - start) / 1e9 / PRODUCTS);
          }
          return best;
        });
  }

  private static void multiply(Tensor a, int times) {
    for (int i = 0; i < times; i++) {
      Scope.inference(() -> Ops.matmul(a, a).size(0));
    }
  }
}
