package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

/**
 * What an answer loses for being longer than a person's: Equation 1 of CourseGPT-zh.
 *
 * @param alpha points for each length of the reference too many; 0.5 in the paper
 */
public record LengthPenalty(double alpha) {
  /** The paper's. */
  public static final LengthPenalty PAPER = new LengthPenalty(0.5);

  public LengthPenalty {
    require(
        alpha >= 0 && Double.isFinite(alpha),
        "alpha of the length penalty must not be negative (got %s); 0 switches it off",
        alpha);
  }

  /**
   * {@code alpha * (response / reference - 1)} for a longer response, else 0.
   *
   * @param response length of the response, in any unit
   * @param reference length of the reference in the same unit
   */
  public double of(long response, long reference) {
    return alpha * Math.max(0, ratio(response, reference) - 1);
  }

  /**
   * The judge's grade less the penalty; may be negative.
   *
   * @param graded comprehensive grade
   */
  public double score(double graded, long response, long reference) {
    return graded - of(response, reference);
  }

  /** Length of the response over that of the reference. */
  public static double ratio(long response, long reference) {
    require(
        reference > 0,
        "a length penalty needs references that are not empty (got one of length %d); leave such items out",
        reference);
    require(response >= 0, "a length is not negative (got %d)", response);
    return (double) response / reference;
  }
}
