package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.plumbline.core.stats.Agreement;
import org.plumbline.core.stats.Correlation;
import org.plumbline.core.stats.Estimate;

/**
 * How far a judge's grades agree with those of people.
 *
 * @param count answers that both graded
 * @param kappa Cohen's, with quadratic weights; nothing if all grades are the same
 * @param spearman with its interval; NaN where one of the two never varies
 * @param kendall tau-b; NaN where one of the two never varies
 */
public record LabelAgreement(int count, OptionalDouble kappa, Estimate spearman, double kendall) {

  /** Of grades in the same order. */
  public static LabelAgreement of(double[] judge, double[] people) {
    require(
        judge.length == people.length && judge.length >= 2,
        "agreement with labels needs at least 2 answers that both graded (got %d and %d)",
        judge.length,
        people.length);
    boolean both = varies(judge) && varies(people);
    boolean either = varies(judge) || varies(people) || judge[0] != people[0];
    return new LabelAgreement(
        judge.length,
        either
            ? OptionalDouble.of(Agreement.quadraticKappa(judge, people))
            : OptionalDouble.empty(),
        both
            ? Correlation.spearman(judge, people, 0.95)
            : new Estimate(Double.NaN, Double.NaN, -1, 1, judge.length, 0.95),
        both ? Correlation.kendall(judge, people) : Double.NaN);
  }

  /** For people. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "Agreement with labels on %d answers: kappa %s (quadratic weights), Spearman %.3f (95 %% interval %.2f to %.2f), Kendall %.3f.",
        count,
        kappa.isPresent() ? String.format(Locale.ROOT, "%.3f", kappa.getAsDouble()) : "none",
        spearman.value(),
        spearman.low(),
        spearman.high(),
        kendall);
  }

  private static boolean varies(double[] values) {
    return Arrays.stream(values).anyMatch(value -> value != values[0]);
  }
}
