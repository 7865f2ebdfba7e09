package org.plumbline.lm.tensor;

/** The softmax of a few numbers, whose bits follow from them alone, wherever they lie. */
final class SoftmaxRow {
  private static final float LOWEST = -87;
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Added and taken away again it rounds a float to a whole number. */
  private static final float ROUNDING = 0x1.8p23f;

  private SoftmaxRow() {}

  /** Overwrites count numbers by exp(x) / sum exp(x). */
  static void inPlace(float[] x, int from, int count) {
    int end = from + count;
    float highest = x[from];
    for (int i = from + 1; i < end; i++) {
      highest = Math.max(highest, x[i]);
    }
    for (int i = from; i < end; i++) {
      x[i] = exp(x[i] - highest);
    }
    float factor = 1 / sum(x, from, end);
    for (int i = from; i < end; i++) {
      x[i] *= factor;
    }
  }

  private static float sum(float[] x, int from, int end) {
    // Four sums, because each addition waits for the one before it.
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = from;
    for (; i + 3 < end; i += 4) {
      a += x[i];
      b += x[i + 1];
      c += x[i + 2];
      d += x[i + 3];
    }
    for (; i < end; i++) {
      a += x[i];
    }
    return a + b + (c + d);
  }

  /**
   * e^x for x up to 0, within 2 units of the last place: 2^n e^r with |r| below ln(2)/2, and Cody
   * and Waite's split of ln 2. Below -87, where floats lose their digits, e^-87.
   */
  static float exp(float x) {
    float y = Math.max(x, LOWEST);
    float n = y * LOG2_E + ROUNDING - ROUNDING;
    float r = y - n * LN2_HIGH - n * LN2_LOW;
    // The series of e^r up to r^6 / 720.
    float p = 1f / 720;
    p = p * r + 1f / 120;
    p = p * r + 1f / 24;
    p = p * r + 1f / 6;
    p = p * r + 0.5f;
    p = p * r + 1;
    p = p * r + 1;
    return p * Float.intBitsToFloat(((int) n + 127) << 23);
  }
}
