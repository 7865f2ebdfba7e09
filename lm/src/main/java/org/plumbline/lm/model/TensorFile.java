package org.plumbline.lm.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.weights.DType;
import org.plumbline.core.weights.SafetensorsWriter;
import org.plumbline.core.weights.TensorInfo;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.tensor.HalfFloats;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/** Tensors in safetensors files, in 32-bit floats. */
public final class TensorFile {
  private static final int CONVERTED_AT_ONCE = 1 << 17;
  private static final int HALVES_AT_ONCE = 1 << 22;

  private TensorFile() {}

  /** Writes tensors, in their order; the file appears whole or not at all. */
  public static void save(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
    List<TensorInfo> manifest = new ArrayList<>();
    tensors.forEach((name, tensor) -> manifest.add(TensorInfo.of(name, DType.F32, tensor.shape())));
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, manifest, metadata)) {
      tensors.forEach(
          (name, tensor) -> tensor.inParts((offset, bytes) -> writer.write(name, bytes)));
      writer.commit();
    }
  }

  /**
   * Overwrites tensors by those of the same names in a file.
   *
   * @throws InvalidInputException if names or shapes are not the same; nothing is changed then
   */
  public static void loadInto(Path file, Map<String, Tensor> tensors) {
    try (Weights weights = Weights.open(file)) {
      List<String> faults = new ArrayList<>();
      tensors.forEach(
          (name, tensor) -> {
            if (!weights.contains(name)) {
              faults.add("'%s' is missing".formatted(name));
            } else if (!Arrays.equals(weights.info(name).dimensions(), tensor.shape())) {
              faults.add(
                  "'%s' has shape %s, wanted is %s"
                      .formatted(
                          name, weights.info(name).shape(), Arrays.toString(tensor.shape())));
            }
          });
      for (TensorInfo info : weights.tensors()) {
        if (!tensors.containsKey(info.name())) {
          faults.add("'%s' is unexpected".formatted(info.name()));
        }
      }
      if (!faults.isEmpty()) {
        throw new InvalidInputException(
            "%s does not fit: %s; nothing was loaded".formatted(file, String.join("; ", faults)));
      }
      Scope.withoutGradients(() -> tensors.forEach((name, tensor) -> copy(weights, name, tensor)));
    }
  }

  /** Overwrites a tensor by one of a file, of any floating-point type. */
  public static void copy(Weights weights, String name, Tensor tensor) {
    DType type = weights.info(name).dtype();
    if (type == DType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      tensor.inParts((offset, target) -> weights.read(name, offset, target));
      return;
    }
    if ((type == DType.BF16 || type == DType.F16)
        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      Scope.inner(() -> copyHalves(weights, name, tensor.reshape(-1), type == DType.BF16));
      return;
    }
    int most = (int) Math.min(tensor.count(), CONVERTED_AT_ONCE);
    ByteBuffer block = ByteBuffer.allocate(most * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    tensor.inParts(
        (offset, target) -> {
          FloatBuffer values = target.asFloatBuffer();
          long first = offset / Float.BYTES;
          for (int from = 0; from < values.capacity(); from += most) {
            int count = Math.min(most, values.capacity() - from);
            block.clear().limit(count * type.bytes());
            weights.read(name, (first + from) * type.bytes(), block);
            for (int i = 0; i < count; i++) {
              values.put((float) type.read(block, i * type.bytes()));
            }
          }
        });
  }

  private static void copyHalves(Weights weights, String name, Tensor flat, boolean brain) {
    int most = (int) Math.min(flat.count(), HALVES_AT_ONCE);
    HalfFloats halves = new HalfFloats(brain, most);
    for (long from = 0; from < flat.count(); from += most) {
      int count = (int) Math.min(most, flat.count() - from);
      weights.read(name, from * Short.BYTES, halves.bytes(count));
      halves.into(flat.narrow(0, from, count));
    }
  }
}
