package org.plumbline.lm.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Floats of 16 bits on their way into tensors. Lives as long as the scope in which it was made.
 *
 * <p>The native library converts them, on all threads.
 */
public final class HalfFloats {
  private final org.bytedeco.pytorch.Tensor halves;
  private final ByteBuffer bytes;

  /**
   * Room for so many.
   *
   * @param brain whether they are bfloat16, otherwise IEEE's half precision
   */
  public HalfFloats(boolean brain, int most) {
    NativeRuntime.load();
    ScalarType type = brain ? ScalarType.BFloat16 : ScalarType.Half;
    this.halves =
        torch.empty(new long[] {most}, new TensorOptions(type), new MemoryFormatOptional());
    this.bytes =
        new BytePointer(halves.data_ptr())
            .capacity(halves.nbytes())
            .asByteBuffer()
            .order(ByteOrder.nativeOrder());
  }

  /** Where so many are to be put, 2 bytes each, in the machine's byte order. */
  public ByteBuffer bytes(int count) {
    return bytes.slice(0, count * Short.BYTES);
  }

  /** Overwrites a tensor [n] by the first n of those that were put there; not recorded. */
  public void into(Tensor tensor) {
    tensor.handle.copy_(halves.narrow(0, 0, tensor.count()));
  }
}
