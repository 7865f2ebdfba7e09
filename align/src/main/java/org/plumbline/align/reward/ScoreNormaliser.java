package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.math.Moments;

/**
 * Brings the scores of a reward model to mean 0 and standard deviation 1 on a reference set.
 *
 * <p>A pairwise loss leaves the offset of a reward model free and its scale to chance, so members
 * of an ensemble, and penalties in units of reward, need a common one.
 *
 * @param mean of the raw scores on the reference set
 * @param standardDeviation of them
 * @param texts how many texts the reference set had; 0 if it was not measured on texts
 */
public record ScoreNormaliser(double mean, double standardDeviation, long texts) {
  /** Leaves scores as they are. */
  public static final ScoreNormaliser NONE = new ScoreNormaliser(0, 1, 0);

  public ScoreNormaliser {
    require(
        Double.isFinite(mean) && Double.isFinite(standardDeviation) && standardDeviation > 0,
        "a normaliser needs a mean and a positive standard deviation (got %s and %s)",
        mean,
        standardDeviation);
  }

  /**
   * Measures raw scores.
   *
   * @throws org.plumbline.core.error.InvalidInputException if all are the same
   */
  public static ScoreNormaliser fit(double[] raw) {
    Moments moments = Moments.of(raw);
    double deviation = raw.length < 2 ? 0 : moments.standardDeviation(1);
    require(
        deviation > 0,
        "the reward model gives the same score to all %d reference texts; it learnt nothing, or they are all the same",
        raw.length);
    return new ScoreNormaliser(moments.mean(), deviation, raw.length);
  }

  /** The score in units of the reference set's deviation. */
  public double apply(double raw) {
    return (raw - mean) / standardDeviation;
  }
}
