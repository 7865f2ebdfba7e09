package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/**
 * Count, mean and sum of squared deviations of some numbers.
 *
 * @param count how many
 * @param mean their mean
 * @param squares the sum of their squared deviations from the mean, taken in a second pass
 */
public record Moments(int count, double mean, double squares) {

  /**
   * The moments of at least one finite number.
   *
   * @throws org.plumbline.core.error.InvalidInputException if there is none, or one is not finite
   */
  public static Moments of(double... values) {
    require(values.length > 0, "a mean needs at least one number (got none)");
    double sum = 0;
    for (double value : values) {
      require(Double.isFinite(value), "a mean needs finite numbers (got %s)", value);
      sum += value;
    }
    double mean = sum / values.length;
    double squares = 0;
    double rest = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
      rest += value - mean;
    }
    // The mean itself was rounded; what is left of the first moment takes that error back.
    return new Moments(values.length, mean, Math.max(0, squares - rest * rest / values.length));
  }

  /**
   * Variance.
   *
   * @param ddof 0 for the population, 1 for Bessel's correction
   * @throws org.plumbline.core.error.InvalidInputException if there are no more than {@code ddof}
   *     numbers
   */
  public double variance(int ddof) {
    require(
        count > ddof,
        "a variance with ddof %d needs at least %d numbers (got %d); use ddof 0 for fewer",
        ddof,
        ddof + 1,
        count);
    return squares / (count - ddof);
  }

  /** Standard deviation, the root of {@link #variance}. */
  public double standardDeviation(int ddof) {
    return Math.sqrt(variance(ddof));
  }

  /** Standard error of the mean, with Bessel's correction. */
  public double standardError() {
    return Math.sqrt(variance(1) / count);
  }
}
