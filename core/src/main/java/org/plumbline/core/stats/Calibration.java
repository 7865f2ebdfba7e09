package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.math.BradleyTerry;

/**
 * How well the probabilities of a reward model agree with what people preferred.
 *
 * @param expectedError mean over pairs of the gap between probability and share in their bin (ECE)
 * @param maximumError widest gap of any bin (MCE)
 * @param brier mean squared error of the probabilities
 * @param negativeLogLikelihood in nats a pair
 * @param bins those that hold pairs, ascending
 */
public record Calibration(
    double expectedError,
    double maximumError,
    double brier,
    double negativeLogLikelihood,
    List<Bin> bins) {

  /**
   * Pairs of about the same probability.
   *
   * @param probability their mean probability that the first is preferred
   * @param share of them in which it was
   * @param count of pairs
   */
  public record Bin(double probability, double share, int count) {}

  /**
   * Measures calibration in bins of equal width over the probability that the first text is
   * preferred.
   *
   * @param margins score of the first less score of the second
   * @param firstPreferred whether the first was
   */
  public static Calibration of(double[] margins, boolean[] firstPreferred, int binCount) {
    require(binCount >= 1, "calibration needs at least one bin (got %d)", binCount);
    require(
        margins.length == firstPreferred.length && margins.length > 0,
        "calibration needs one label for each of at least one margin (got %d and %d)",
        margins.length,
        firstPreferred.length);
    double[] probabilities = new double[binCount];
    int[] preferred = new int[binCount];
    int[] counts = new int[binCount];
    double brier = 0;
    double likelihood = 0;
    for (int i = 0; i < margins.length; i++) {
      require(
          Double.isFinite(margins[i]),
          "a margin must be a finite number (pair %d has %s)",
          i,
          margins[i]);
      double p = BradleyTerry.probability(margins[i]);
      int bin = Math.min((int) (p * binCount), binCount - 1);
      double label = firstPreferred[i] ? 1 : 0;
      probabilities[bin] += p;
      preferred[bin] += firstPreferred[i] ? 1 : 0;
      counts[bin]++;
      brier += (p - label) * (p - label);
      likelihood +=
          BradleyTerry.PLAIN.loss(sided(margins[i], firstPreferred[i]), new double[1]).value();
    }
    return summary(
        probabilities, preferred, counts, brier / margins.length, likelihood / margins.length);
  }

  private static double[] sided(double margin, boolean firstPreferred) {
    return new double[] {firstPreferred ? margin : -margin};
  }

  private static Calibration summary(
      double[] probabilities, int[] preferred, int[] counts, double brier, double likelihood) {
    List<Bin> bins = new ArrayList<>();
    double expected = 0;
    double maximum = 0;
    int total = 0;
    for (int bin = 0; bin < counts.length; bin++) {
      if (counts[bin] > 0) {
        double gap = Math.abs(probabilities[bin] - preferred[bin]);
        expected += gap;
        maximum = Math.max(maximum, gap / counts[bin]);
        total += counts[bin];
        bins.add(
            new Bin(
                probabilities[bin] / counts[bin],
                (double) preferred[bin] / counts[bin],
                counts[bin]));
      }
    }
    return new Calibration(expected / total, maximum, brier, likelihood, List.copyOf(bins));
  }
}
