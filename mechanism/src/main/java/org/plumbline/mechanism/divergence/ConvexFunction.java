package org.plumbline.mechanism.divergence;

/**
 * A strictly convex f on the positive numbers with {@code f(1) = 0}, which makes the divergence
 * {@code sum of pi0 f(pi / pi0)}.
 */
public interface ConvexFunction {

  /** f(t) for t of at least 0; may be infinite at 0. */
  double value(double t);

  /** f'(t); may be minus infinity at 0. */
  double slope(double t);

  /** f''(t), above 0. */
  double curvature(double t);

  /**
   * The t with {@code f'(t) = s}: 0 if all slopes are larger, infinity if all are smaller. By
   * bisection unless overridden by a closed form.
   */
  default double inverseSlope(double s) {
    if (slope(0) >= s) {
      return 0;
    }
    double low = 0;
    double high = 1;
    while (slope(high) < s) {
      low = high;
      high *= 4;
      if (Double.isInfinite(high)) {
        return high;
      }
    }
    while (true) {
      // Halves the exponent first: t may be anywhere between 1e-300 and 1e300.
      double middle =
          low == 0
              ? high / 16
              : high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : (low + high) / 2;
      if (!(middle > low && middle < high) || middle < Double.MIN_NORMAL) {
        return high;
      }
      if (slope(middle) < s) {
        low = middle;
      } else {
        high = middle;
      }
    }
  }
}
