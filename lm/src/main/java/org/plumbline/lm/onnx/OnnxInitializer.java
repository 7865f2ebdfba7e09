package org.plumbline.lm.onnx;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.plumbline.core.error.InvalidInputException;

/**
 * A constant of an ONNX graph, most often a weight.
 *
 * @param name what nodes call it
 * @param shape length of each dimension
 * @param type what one value is
 * @param data all values in row-major order, little-endian
 */
@SuppressWarnings(
    "ArrayRecordComponent") // shapes stay as tensors take them; nobody compares initialisers
public record OnnxInitializer(String name, long[] shape, Type type, ByteBuffer data) {

  /** The types of values that are read. */
  public enum Type {
    FLOAT(4),
    INT64(8);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }
  }

  public OnnxInitializer {
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (data.remaining() != count * type.bytes) {
      throw new InvalidInputException(
          "the ONNX initialiser '%s' of shape %s takes %d bytes (got %d); the file is damaged"
              .formatted(name, Arrays.toString(shape), count * type.bytes, data.remaining()));
    }
  }

  /** The values of a {@link Type#FLOAT} initialiser. */
  public FloatBuffer floats() {
    requireType(Type.FLOAT);
    return data.asFloatBuffer();
  }

  /** The values of an {@link Type#INT64} initialiser. */
  public LongBuffer longs() {
    requireType(Type.INT64);
    return data.asLongBuffer();
  }

  private void requireType(Type wanted) {
    if (type != wanted) {
      throw new InvalidInputException(
          "the ONNX initialiser '%s' must be %s (got %s)".formatted(name, wanted, type));
    }
  }
}
