package org.plumbline.lm.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** What backward passes leave at the trained weights of a model. */
final class Gradients {
  private Gradients() {}

  /** The gradients of losses that are gathered one after another; none is left behind. */
  @SafeVarargs
  static Map<String, float[]> of(CausalLm lm, Supplier<Tensor>... losses) {
    for (Supplier<Tensor> loss : losses) {
      Scope.training(() -> loss.get().backward());
    }
    Map<String, float[]> gradients = new LinkedHashMap<>();
    Scope.withoutGradients(
        () ->
            lm.parameters()
                .trainable()
                .forEach(
                    (name, tensor) -> {
                      gradients.put(name, tensor.gradient().toFloats());
                      tensor.clearGradient();
                    }));
    return gradients;
  }

  /** Fails unless gradients agree to a share of the largest of their tensor. */
  static void assertSame(
      Map<String, float[]> expected, Map<String, float[]> actual, double share, String where) {
    assertEquals(expected.keySet(), actual.keySet(), where);
    expected.forEach(
        (name, values) -> {
          float largest = 0;
          for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
          }
          float[] others = actual.getOrDefault(name, new float[0]);
          assertArrayEquals(values, others, (float) (share * largest), where + ": " + name);
        });
  }

  /** Token ids below a vocabulary's size. */
  static int[] ids(SplittableRandom random, int length, int vocabulary) {
    return random.ints(length, 0, vocabulary).toArray();
  }
}
