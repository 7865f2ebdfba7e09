package org.plumbline.core.weights;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.List;

/**
 * What a file says of a tensor without its numbers.
 *
 * @param name unique in its file
 * @param dtype type of the elements
 * @param shape length of each dimension, outermost first; empty for a scalar
 */
public record TensorInfo(String name, DType dtype, List<Long> shape) {

  public TensorInfo {
    shape = List.copyOf(shape);
    long bytes = dtype.bytes();
    for (long length : shape) {
      require(length >= 0, "tensor '%s': a dimension cannot be negative (got %s)", name, shape);
      long high = Math.multiplyHigh(bytes, length);
      bytes *= length;
      require(high == 0 && bytes >= 0, "tensor '%s': shape %s is too large to exist", name, shape);
    }
  }

  /** The same, with the shape spelled out. */
  public static TensorInfo of(String name, DType dtype, long... shape) {
    return new TensorInfo(name, dtype, Arrays.stream(shape).boxed().toList());
  }

  /** The shape as an array. */
  public long[] dimensions() {
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** How many elements it has. */
  public long elements() {
    long elements = 1;
    for (long length : shape) {
      elements *= length;
    }
    return elements;
  }

  /** How many bytes they take. */
  public long bytes() {
    return elements() * dtype.bytes();
  }
}
