package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.plumbline.core.math.Moments;

/**
 * A number with its standard error and interval.
 *
 * @param value the estimate
 * @param standardError of the estimate, in its unit; NaN if one observation gives none
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param count of observations
 * @param confidence of the interval, for example 0.95
 */
public record Estimate(
    double value, double standardError, double low, double high, long count, double confidence) {

  /**
   * The mean of independent numbers with Student's t interval.
   *
   * <p>A single number has no standard error and an interval from minus infinity to infinity.
   *
   * @param confidence of the interval, for example 0.95
   */
  public static Estimate mean(double[] values, double confidence) {
    requireConfidence(confidence);
    Moments moments = Moments.of(values);
    if (values.length == 1) {
      return new Estimate(
          moments.mean(),
          Double.NaN,
          Double.NEGATIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          1,
          confidence);
    }
    double error = moments.standardError();
    double half = error * studentQuantile(confidence, values.length - 1);
    return new Estimate(
        moments.mean(),
        error,
        moments.mean() - half,
        moments.mean() + half,
        values.length,
        confidence);
  }

  /** The mean with its 95 % interval. */
  public static Estimate mean(double... values) {
    return mean(values, 0.95);
  }

  /**
   * A share with the interval of Wilson 1927, without continuity correction: right near 0 and 1
   * too.
   *
   * @param successes how many of {@code trials}
   */
  public static Estimate share(long successes, long trials, double confidence) {
    requireConfidence(confidence);
    requireShare(successes, trials);
    double z = normalQuantile(confidence);
    double p = (double) successes / trials;
    double shrink = 1 + z * z / trials;
    double centre = (p + z * z / (2.0 * trials)) / shrink;
    double half = z / shrink * Math.sqrt(p * (1 - p) / trials + z * z / (4.0 * trials * trials));
    return new Estimate(
        p,
        Math.sqrt(p * (1 - p) / trials),
        successes == 0 ? 0 : centre - half,
        successes == trials ? 1 : centre + half,
        trials,
        confidence);
  }

  /**
   * A share with the exact interval of Clopper and Pearson 1934: never narrower than it says.
   *
   * @param successes how many of {@code trials}
   */
  public static Estimate exactShare(long successes, long trials, double confidence) {
    requireConfidence(confidence);
    requireShare(successes, trials);
    double tail = (1 - confidence) / 2;
    double p = (double) successes / trials;
    return new Estimate(
        p,
        Math.sqrt(p * (1 - p) / trials),
        successes == 0
            ? 0
            : BetaDistribution.of(successes, trials - successes + 1.0)
                .inverseCumulativeProbability(tail),
        successes == trials
            ? 1
            : BetaDistribution.of(successes + 1.0, trials - successes)
                .inverseSurvivalProbability(tail),
        trials,
        confidence);
  }

  /** A share with its 95 % interval. */
  public static Estimate share(long successes, long trials) {
    return share(successes, trials, 0.95);
  }

  /** Half of the interval's width. */
  public double halfWidth() {
    return (high - low) / 2;
  }

  /**
   * How many standard errors of the normal distribution a two-sided interval takes to each side.
   */
  static double normalQuantile(double confidence) {
    return -NormalDistribution.of(0, 1).inverseCumulativeProbability((1 - confidence) / 2);
  }

  /** The same for Student's t. */
  static double studentQuantile(double confidence, double degrees) {
    return -TDistribution.of(degrees).inverseCumulativeProbability((1 - confidence) / 2);
  }

  private static void requireShare(long successes, long trials) {
    require(
        trials > 0 && successes >= 0 && successes <= trials,
        "a share needs successes among at least one trial (got %d of %d)",
        successes,
        trials);
  }

  static void requireConfidence(double confidence) {
    require(
        confidence > 0 && confidence < 1, "a confidence lies between 0 and 1 (got %s)", confidence);
  }
}
