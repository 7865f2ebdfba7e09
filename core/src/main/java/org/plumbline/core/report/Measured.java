package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import org.jspecify.annotations.Nullable;
import org.plumbline.core.stats.Estimate;

/**
 * A mean and how uncertain it is.
 *
 * @param mean a finite number
 * @param standardError of the mean, in its unit; null if a single observation gives none
 */
public record Measured(double mean, @Nullable Double standardError) {

  public Measured {
    require(Double.isFinite(mean), "a measured mean must be a finite number (got %s)", mean);
    require(
        standardError == null || (Double.isFinite(standardError) && standardError >= 0),
        "a standard error must be finite and not negative (got %s); leave it null if unknown",
        String.valueOf(standardError));
  }

  /** The mean of independent numbers with its standard error. */
  public static Measured mean(double... values) {
    return of(Estimate.mean(values));
  }

  /** Value and standard error of an estimate. */
  public static Measured of(Estimate estimate) {
    double error = estimate.standardError();
    return new Measured(estimate.value(), Double.isFinite(error) ? error : null);
  }
}
