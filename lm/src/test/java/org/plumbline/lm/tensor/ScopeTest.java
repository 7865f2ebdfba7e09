package org.plumbline.lm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.plumbline.core.error.FailedException;

class ScopeTest {

  @Test
  void aKeptTensorOutlivesItsScope() {
    Tensor[] kept = new Tensor[1];
    Scope.training(() -> kept[0] = Tensor.of(new float[] {1, 2, 3}, 3).times(2).keep());
    for (int i = 0; i < 100; i++) {
      Scope.training(() -> Tensor.zeros(1000).plus(7));
    }
    assertArrayEquals(new float[] {2, 4, 6}, kept[0].toFloats());
    kept[0].release();
  }

  @Test
  void twoHundredStepsLeaveNoNativeMemoryBehind() {
    Tensor weight = Tensor.of(new float[64 * 64], 64, 64).keep().requiresGradient(true);
    for (int i = 0; i < 20; i++) {
      step(weight);
    }
    long pointers = NativeRuntime.liveObjects();
    long bytes = NativeRuntime.physicalBytes();
    for (int i = 0; i < 200; i++) {
      step(weight);
    }
    assertEquals(pointers, NativeRuntime.liveObjects(), "live native objects");
    long grown = NativeRuntime.physicalBytes() - bytes;
    assertTrue(grown < 64L << 20, "resident memory grew by " + grown + " bytes");
    weight.release();
  }

  @Test
  void aFailingOperationNamesItselfAndTheShapes() {
    Scope.training(
        () -> {
          Tensor a = Tensor.zeros(2, 3);
          Tensor b = Tensor.zeros(4, 5);
          var error = assertThrows(FailedException.class, () -> Ops.matmul(a, b));
          assertTrue(error.getMessage().contains("matmul"), error.getMessage());
          assertTrue(error.getMessage().contains("[2, 3], [4, 5]"), error.getMessage());
        });
  }

  /** A megabyte of intermediate results each, which 200 steps would add up to 200 MB of. */
  private static void step(Tensor weight) {
    Scope.training(
        () -> {
          Tensor x = Tensor.zeros(4096, 64);
          Ops.linear(x, weight, null).square().mean().backward();
        });
    Scope.withoutGradients(weight::clearGradient);
    float sum = 0;
    sum += Scope.inference(() -> weight.toFloats()[0]);
    assertEquals(0f, sum);
  }
}
