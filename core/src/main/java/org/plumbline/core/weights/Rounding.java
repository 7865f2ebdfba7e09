package org.plumbline.core.weights;

/**
 * Conversions to the two 16-bit floating-point formats, to the nearest, ties to even.
 *
 * <p>From double they round once. Going through float rounds twice and can differ in the last bit;
 * for that form, give the float.
 */
public final class Rounding {
  private Rounding() {}

  /** Bits of the bfloat16 nearest to a double. */
  public static short bfloat16(double value) {
    return bfloat16(toOdd(value));
  }

  /** Bits of the bfloat16 nearest to a float. */
  public static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** Bits of the IEEE half nearest to a double; beyond 65,520 that is infinity. */
  public static short float16(double value) {
    return Float.floatToFloat16(toOdd(value));
  }

  /** Bits of the IEEE half nearest to a float; beyond 65,520 that is infinity. */
  public static short float16(float value) {
    return Float.floatToFloat16(value);
  }

  /** The float that a bfloat16 stands for, exactly. */
  public static float bfloat16ToFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /**
   * Rounds to odd: what is inexact gets an odd last bit, so that a second rounding, to fewer bits,
   * falls as if it were the first (Boldo and Melquiond 2008).
   */
  private static float toOdd(double value) {
    float nearest = (float) value;
    if (nearest == value || Double.isNaN(value)) {
      return nearest;
    }
    int bits = Float.floatToRawIntBits(nearest);
    boolean tooLarge = Math.abs((double) nearest) > Math.abs(value);
    int towardsZero = tooLarge ? bits - 1 : bits;
    return Float.intBitsToFloat(towardsZero | 1);
  }
}
