package org.plumbline.mechanism.numeric;

/**
 * {@code phi(a) = exp(-a) - 1 + a}, never negative, to full relative precision: the payment under
 * reverse KL is the logarithm of 1 plus its mean.
 */
public final class CenteredExponential {
  /** Below this size a series is more precise than the difference. */
  private static final double SERIES = 0.5;

  private CenteredExponential() {}

  /** phi(a). */
  public static double phi(double a) {
    return Math.abs(a) < SERIES ? series(a) : Math.exp(-a) - 1 + a;
  }

  /** log phi(a), also where phi(a) is larger than any double; minus infinity at 0. */
  public static double logPhi(double a) {
    return a < -30 ? -a + Math.log1p((a - 1) * Math.exp(a)) : Math.log(phi(a));
  }

  // a^2 (1/2! - a/3! + a^2/4! - ...), to the power 16: the rest is below 2e-16 of it at 1/2.
  private static double series(double a) {
    double b = a * a;
    double even = C4 + b * (C6 + b * (C8 + b * (C10 + b * (C12 + b * (C14 + b * C16)))));
    double odd = C3 + b * (C5 + b * (C7 + b * (C9 + b * (C11 + b * (C13 + b * C15)))));
    return b * (0.5 + b * even - a * odd);
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
  private static final double C15 = C14 / 15;
  private static final double C16 = C15 / 16;
}
