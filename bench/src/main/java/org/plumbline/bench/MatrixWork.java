package org.plumbline.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.tensor.Tensor;

/**
 * The products with weight matrices that a job cannot do without.
 *
 * @param rows rows of the other matrix in each product
 * @param weights how often each shape, [outputs, inputs], occurs in one pass
 * @param operations of all products of one run
 */
record MatrixWork(long rows, Map<Shape, Integer> weights, double operations) {

  /** Of a weight matrix. */
  record Shape(long outputs, long inputs) {
    double operations(long rows) {
      return 2.0 * rows * outputs * inputs;
    }
  }

  MatrixWork {
    weights = Map.copyOf(weights);
  }

  /**
   * One pass of the blocks over tokens, without logits.
   *
   * @param rows tokens at once
   * @param tokens all that are read in a run, filling not counted
   */
  static MatrixWork forward(CausalLm lm, long rows, long tokens) {
    Map<Shape, Integer> weights = new LinkedHashMap<>();
    lm.parameters()
        .asMap()
        .forEach(
            (name, weight) -> {
              int layer = lm.layerOf(name);
              if (isMatrix(weight) && layer >= 0 && layer < lm.layers()) {
                weights.merge(new Shape(weight.size(0), weight.size(1)), 1, Integer::sum);
              }
            });
    double operations =
        weights.entrySet().stream()
            .mapToDouble(weight -> weight.getKey().operations(tokens) * weight.getValue())
            .sum();
    return new MatrixWork(rows, weights, operations);
  }

  /** The same and the logits of all tokens. */
  MatrixWork withLogits(CausalLm lm, long tokens) {
    Shape head = new Shape(lm.vocabularySize(), lm.width());
    Map<Shape, Integer> all = new LinkedHashMap<>(weights);
    all.merge(head, 1, Integer::sum);
    return new MatrixWork(rows, all, operations + head.operations(tokens));
  }

  /** The same with gradients of activations and of weights, which are a product each. */
  MatrixWork trained() {
    return new MatrixWork(rows, weights, 3 * operations);
  }

  /** The same with gradients of activations alone: the weights below an adapter have none. */
  MatrixWork passedThrough() {
    return new MatrixWork(rows, weights, 2 * operations);
  }

  private static boolean isMatrix(Tensor weight) {
    return weight.shape().length == 2;
  }
}
