package org.plumbline.core.score;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.math.Moments;

/**
 * Brings each member of an ensemble to mean 0 and standard deviation 1 on a reference set.
 *
 * <p>A pairwise loss leaves the offset of a reward model free, so the scores of members have no
 * common zero: aggregators other than the mean need one.
 *
 * @param means one for each member
 * @param standardDeviations one for each member
 */
public record MemberStandardisation(List<Double> means, List<Double> standardDeviations) {

  public MemberStandardisation {
    means = List.copyOf(means);
    standardDeviations = List.copyOf(standardDeviations);
    require(
        means.size() == standardDeviations.size(),
        "means and standard deviations must be as many (got %d and %d)",
        means.size(),
        standardDeviations.size());
  }

  /**
   * Measures the members.
   *
   * @param reference {@code [texts, members]}
   * @param ddof degrees of freedom taken off by the standard deviation
   * @throws org.plumbline.core.error.InvalidInputException if a member gives the same score to all
   *     texts
   */
  public static MemberStandardisation fit(double[][] reference, int ddof) {
    require(reference.length > 0, "standardisation needs at least one text (got none)");
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (int member = 0; member < reference[0].length; member++) {
      double[] column = new double[reference.length];
      for (int text = 0; text < column.length; text++) {
        column[text] = reference[text][member];
      }
      Moments moments = Moments.of(column);
      double deviation = moments.standardDeviation(ddof);
      require(
          deviation > 0,
          "member %d gives the same score to all %d texts, so it cannot be standardised; leave it out",
          member,
          column.length);
      means.add(moments.mean());
      deviations.add(deviation);
    }
    return new MemberStandardisation(means, deviations);
  }

  /** The standardised scores of one text. */
  public double[] apply(double... scores) {
    require(
        scores.length == means.size(),
        "a text needs one score for each of %d members (got %d)",
        means.size(),
        scores.length);
    double[] standardised = new double[scores.length];
    for (int member = 0; member < scores.length; member++) {
      standardised[member] = (scores[member] - means.get(member)) / standardDeviations.get(member);
    }
    return standardised;
  }
}
