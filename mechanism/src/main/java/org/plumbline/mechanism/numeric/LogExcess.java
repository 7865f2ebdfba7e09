package org.plumbline.mechanism.numeric;

/** {@code psi(z) = z - log(1 + z)}, never negative, to full relative precision. */
public final class LogExcess {
  /** Below this size a series is more precise than the difference. */
  private static final double SERIES = 0.1;

  private static final int TERMS = 18;

  private LogExcess() {}

  /** psi(z), for z above -1. */
  public static double psi(double z) {
    if (Math.abs(z) >= SERIES) {
      return z - Math.log1p(z);
    }
    double sum = 0;
    for (int n = TERMS; n >= 2; n--) {
      sum = 1.0 / n - z * sum;
    }
    return z * z * sum;
  }
}
