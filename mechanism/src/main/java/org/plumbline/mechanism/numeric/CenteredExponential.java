package org.plumbline.mechanism.numeric;

import static java.lang.Math.fma;

/**
 * {@code phi(a) = exp(-a) - 1 + a}, never negative, to full relative precision: the payment under
 * reverse KL is the logarithm of 1 plus its mean.
 */
public final class CenteredExponential {
  /** Beyond it exp would over- or underflow. */
  public static final double LARGEST = 700;

  private static final double PER_LN2 = 1 / Math.log(2);

  /** ln 2 in two parts: the product of the first with a small whole number is exact. */
  private static final double LN2_HIGH = 0x1.62e42fee00000p-1;

  private static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** Added to a number and taken away again, it leaves the nearest whole number. */
  private static final double ROUNDER = 0x1.8p52;

  private CenteredExponential() {}

  /** phi(a), for any a. */
  public static double phi(double a) {
    if (Math.abs(a) > LARGEST) {
      return a > 0 ? a - 1 : Math.exp(-a) - 1 + a;
    }
    return moderate(a);
  }

  /**
   * phi(a), for a between -{@link #LARGEST} and {@link #LARGEST} only. With {@code -a = k ln 2 + r}
   * it is {@code 2^k (exp(r) - 1 - r) + (2^k - 1) + (2^k r + a)}, where the first part is a short
   * series and the others are exactly 0 near a = 0. There is no branch, which would be
   * mispredicted.
   */
  public static double moderate(double a) {
    double b = -a;
    double shifted = b * PER_LN2 + ROUNDER;
    double k = shifted - ROUNDER;
    double r = (b - k * LN2_HIGH) - k * LN2_LOW;
    double power = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
    return power * series(r) + ((power - 1) + (power * r + a));
  }

  /** log phi(a), also where phi(a) is larger than any double; minus infinity at 0. */
  public static double logPhi(double a) {
    return a < -30 ? -a + Math.log1p((a - 1) * Math.exp(a)) : Math.log(phi(a));
  }

  // exp(r) - 1 - r = r^2 (1/2! + r/3! + r^2/4! + ...), to the power 14: the rest is below 1e-17 of
  // it at ln(2) / 2.
  private static double series(double r) {
    double b = r * r;
    double even = fma(b, fma(b, fma(b, fma(b, fma(b, C14, C12), C10), C8), C6), C4);
    double odd = fma(b, fma(b, fma(b, fma(b, fma(b, C13, C11), C9), C7), C5), C3);
    return b * fma(r, odd, fma(b, even, 0.5));
  }

  private static final double C3 = 1.0 / 6;
  private static final double C4 = C3 / 4;
  private static final double C5 = C4 / 5;
  private static final double C6 = C5 / 6;
  private static final double C7 = C6 / 7;
  private static final double C8 = C7 / 8;
  private static final double C9 = C8 / 9;
  private static final double C10 = C9 / 10;
  private static final double C11 = C10 / 11;
  private static final double C12 = C11 / 12;
  private static final double C13 = C12 / 13;
  private static final double C14 = C13 / 14;
}
