package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.plumbline.core.math.Moments;

/**
 * What a two-sided test found.
 *
 * @param name of the test, to be said wherever its p is
 * @param statistic t, chi squared, or the smaller count of an exact test
 * @param degrees of freedom; 0 for an exact test
 * @param p probability of a result at least as far out if there were no difference
 */
public record HypothesisTest(String name, double statistic, double degrees, double p) {

  /**
   * Student's t test on paired numbers.
   *
   * @throws org.plumbline.core.error.InvalidInputException if there are fewer than two pairs or all
   *     differences are equal
   */
  public static HypothesisTest pairedT(double[] a, double[] b) {
    double[] differences = differences(a, b);
    require(
        differences.length >= 2,
        "a paired t test needs at least 2 pairs (got %d)",
        differences.length);
    Moments moments = Moments.of(differences);
    require(
        moments.squares() > 0,
        "a paired t test needs differences that vary (all are %s)",
        moments.mean());
    double t = moments.mean() / moments.standardError();
    int degrees = differences.length - 1;
    double p = 2 * TDistribution.of(degrees).cumulativeProbability(-Math.abs(t));
    return new HypothesisTest("paired t", t, degrees, p);
  }

  /**
   * McNemar's exact test on pairs of right and wrong: the binomial on the pairs in which the two
   * differ.
   *
   * @param onlyFirst pairs that only the first has right
   * @param onlySecond pairs that only the second has right
   */
  public static HypothesisTest mcNemarExact(long onlyFirst, long onlySecond) {
    requireDiscordant(onlyFirst, onlySecond);
    return exactBinomial("McNemar exact", onlyFirst, onlySecond);
  }

  /**
   * McNemar's chi-squared test.
   *
   * @param edwards whether the absolute difference of the counts is lowered by one, though not
   *     below zero (Edwards 1948)
   */
  public static HypothesisTest mcNemar(long onlyFirst, long onlySecond, Continuity edwards) {
    requireDiscordant(onlyFirst, onlySecond);
    double difference = Math.abs(onlyFirst - onlySecond);
    double corrected =
        switch (edwards) {
          case NONE -> difference;
          case EDWARDS -> Math.max(0, difference - 1);
          case EDWARDS_UNCLAMPED -> difference - 1;
        };
    double chi2 = corrected * corrected / (onlyFirst + onlySecond);
    double p = ChiSquaredDistribution.of(1).survivalProbability(chi2);
    return new HypothesisTest("McNemar chi-squared", chi2, 1, p);
  }

  /** How McNemar's chi-squared is corrected for counts being whole numbers. */
  public enum Continuity {
    /** Not at all. */
    NONE,
    /** By one, not below zero. */
    EDWARDS,
    /** By one, so that equal counts give 1 over their sum, as statsmodels has it. */
    EDWARDS_UNCLAMPED
  }

  /** The exact sign test; ties are dropped before. */
  public static HypothesisTest sign(long wins, long losses) {
    require(
        wins >= 0 && losses >= 0 && wins + losses > 0,
        "a sign test needs at least one win or loss; ties do not count (got %d and %d)",
        wins,
        losses);
    return exactBinomial("sign", wins, losses);
  }

  private static HypothesisTest exactBinomial(String name, long first, long second) {
    int fewer = Math.toIntExact(Math.min(first, second));
    double tail =
        BinomialDistribution.of(Math.toIntExact(first + second), 0.5).cumulativeProbability(fewer);
    return new HypothesisTest(name, fewer, 0, Math.min(1, 2 * tail));
  }

  private static void requireDiscordant(long onlyFirst, long onlySecond) {
    require(
        onlyFirst >= 0 && onlySecond >= 0 && onlyFirst + onlySecond > 0,
        "McNemar's test needs at least one pair on which the two differ (got %d and %d)",
        onlyFirst,
        onlySecond);
  }

  static double[] differences(double[] a, double[] b) {
    require(
        a.length == b.length, "paired numbers must be as many (got %d and %d)", a.length, b.length);
    double[] differences = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      differences[i] = a[i] - b[i];
    }
    return differences;
  }
}
