package org.plumbline.core.weights;

import java.nio.ByteBuffer;

/** The type of a tensor's elements, named as in safetensors files. */
public enum DType {
  F64(8, true),
  F32(4, true),
  F16(2, true),
  BF16(2, true),
  I64(8, false),
  I32(4, false),
  I16(2, false),
  I8(1, false),
  U8(1, false),
  BOOL(1, false);

  private final int bytes;
  private final boolean floating;

  DType(int bytes, boolean floating) {
    this.bytes = bytes;
    this.floating = floating;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are floating-point numbers, so that an average of them means something. */
  public boolean floating() {
    return floating;
  }

  /** The element at a buffer's byte position, exactly, except that I64 beyond 2^53 is rounded. */
  public double read(ByteBuffer from, int position) {
    return switch (this) {
      case F64 -> from.getDouble(position);
      case F32 -> from.getFloat(position);
      case F16 -> Float.float16ToFloat(from.getShort(position));
      case BF16 -> Rounding.bfloat16ToFloat(from.getShort(position));
      case I64 -> from.getLong(position);
      case I32 -> from.getInt(position);
      case I16 -> from.getShort(position);
      case I8 -> from.get(position);
      case U8 -> from.get(position) & 0xff;
      case BOOL -> from.get(position) == 0 ? 0 : 1;
    };
  }

  /**
   * Puts a number at a buffer's byte position, rounded once to the nearest, ties to even; integers
   * are cut as Java's casts do.
   */
  public void write(ByteBuffer to, int position, double value) {
    switch (this) {
      case F64 -> to.putDouble(position, value);
      case F32 -> to.putFloat(position, (float) value);
      case F16 -> to.putShort(position, Rounding.float16(value));
      case BF16 -> to.putShort(position, Rounding.bfloat16(value));
      case I64 -> to.putLong(position, (long) value);
      case I32 -> to.putInt(position, (int) value);
      case I16 -> to.putShort(position, (short) value);
      case I8, U8 -> to.put(position, (byte) value);
      case BOOL -> to.put(position, (byte) (value == 0 ? 0 : 1));
    }
  }
}
