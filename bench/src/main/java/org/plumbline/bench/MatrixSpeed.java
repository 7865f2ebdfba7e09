package org.plumbline.bench;

import java.util.Arrays;
import org.plumbline.lm.tensor.NativeRuntime;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** How fast this machine multiplies matrices. */
public final class MatrixSpeed {
  private static final int SIZE = 512;

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

  private static void multiply(Tensor a, int times) {
    for (int i = 0; i < times; i++) {
      Scope.inference(() -> Ops.matmul(a, a).size(0));
    }
  }
}
