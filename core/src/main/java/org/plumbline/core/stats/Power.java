package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The smallest effect that a comparison would have found with a given chance.
 *
 * <p>By the normal approximation: {@code (z of 1 - alpha/2 + z of power) * standard error}; 2.80
 * standard errors for a two-sided test at 5 % and a power of 80 %.
 *
 * @param alpha level of the two-sided test, usually 0.05
 * @param power chance of finding an effect of that size, usually 0.8
 */
public record Power(double alpha, double power) {
  /** 80 % power at the 5 % level. */
  public static final Power DEFAULT = new Power(0.05, 0.8);

  public Power {
    require(
        alpha > 0 && alpha < 1 && power > alpha && power < 1,
        "a power lies between the level of the test and 1 (got power %s at level %s)",
        power,
        alpha);
  }

  /**
   * Smallest effect of a paired comparison.
   *
   * @param standardError of the mean difference within pairs
   */
  public double smallestPaired(double standardError) {
    require(standardError >= 0, "a standard error is not negative (got %s)", standardError);
    NormalDistribution normal = NormalDistribution.of(0, 1);
    return standardError
        * (normal.inverseSurvivalProbability(alpha / 2)
            + normal.inverseCumulativeProbability(power));
  }

  /**
   * Smallest effect of a paired comparison by Student's t, for few pairs: the normal approximation
   * would promise effects that lie inside the interval.
   *
   * @param standardError of the mean difference within pairs
   * @param degrees of freedom, one less than the pairs
   */
  public double smallestPaired(double standardError, int degrees) {
    require(standardError >= 0, "a standard error is not negative (got %s)", standardError);
    require(degrees >= 1, "a comparison by t needs at least 1 degree of freedom (got %d)", degrees);
    TDistribution t = TDistribution.of(degrees);
    return standardError
        * (t.inverseSurvivalProbability(alpha / 2) + t.inverseCumulativeProbability(power));
  }

  /**
   * Smallest effect of a comparison of two independent means.
   *
   * @param first standard error of the first mean
   * @param second standard error of the second mean
   */
  public double smallestUnpaired(double first, double second) {
    return smallestPaired(Math.hypot(first, second));
  }
}
