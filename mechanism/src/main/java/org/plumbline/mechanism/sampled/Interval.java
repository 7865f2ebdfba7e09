package org.plumbline.mechanism.sampled;

import java.util.Arrays;

/** A mean over prompts, which are the independent units, with its 95 % interval. */
record Interval(double mean, double standardError, double low, double high) {
  /** Student's t at 97.5 %, for 1 to 30 degrees of freedom. */
  private static final double[] STUDENT = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  /**
   * Of one value for each prompt; with one prompt alone, its own standard error is taken.
   *
   * @param values not negative, [prompts]
   * @param alone standard error of a single value over its samples
   */
  static Interval overPrompts(double[] values, double alone) {
    double mean = Arrays.stream(values).average().orElseThrow();
    int n = values.length;
    if (n == 1) {
      return of(mean, alone, 1.96);
    }
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    // Beyond the table the first correction to the normal distribution is exact to 0.001.
    double quantile = n - 2 < STUDENT.length ? STUDENT[n - 2] : 1.96 + 2.45 / (n - 1);
    return of(mean, Math.sqrt(squares / (n - 1) / n), quantile);
  }

  private static Interval of(double mean, double error, double quantile) {
    return new Interval(mean, error, Math.max(0, mean - quantile * error), mean + quantile * error);
  }
}
