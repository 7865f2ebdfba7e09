package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/**
 * What may be said about a difference, computed from the numbers and never from hope.
 *
 * <p>Better or worse only where the interval leaves zero out; otherwise no difference was seen,
 * together with the smallest one that would have been seen in four of five such experiments. Where
 * that is larger than the effect that a paper reports, or where there is no interval at all, the
 * comparison was not a test of it.
 */
public sealed interface Comparison {

  /** One sentence with the numbers in it. */
  String sentence();

  /**
   * What was compared.
   *
   * @param first name of what might be better, as it begins a sentence
   * @param second name of what it is compared with
   * @param measure what was measured, for example {@code gold reward}
   */
  record Subject(String first, String second, String measure) {}

  /** The first is better: the whole interval of the difference lies above zero. */
  record Better(Subject subject, Estimate difference) implements Comparison {
    @Override
    public String sentence() {
      return "%s is better than %s by %s."
          .formatted(subject.first, subject.second, amount(subject, difference, 1));
    }
  }

  /** The first is worse: the whole interval of the difference lies below zero. */
  record Worse(Subject subject, Estimate difference) implements Comparison {
    @Override
    public String sentence() {
      return "%s is worse than %s by %s."
          .formatted(subject.first, subject.second, amount(subject, difference, -1));
    }
  }

  /**
   * The interval holds zero.
   *
   * @param smallest difference that would have been seen in four of five such experiments
   */
  record NoDifferenceSeen(Subject subject, Estimate difference, double smallest)
      implements Comparison {
    @Override
    public String sentence() {
      return "No difference in %s between %s and %s was seen (%s); one of %s would have been seen in four of five such experiments."
          .formatted(
              subject.measure,
              subject.first,
              subject.second,
              interval(difference, 1),
              rounded(smallest, smallest));
    }
  }

  /**
   * The experiment was too small, or not made.
   *
   * @param reason why nothing can be said, a clause that follows "because"
   */
  record NotTested(Subject subject, String reason) implements Comparison {
    @Override
    public String sentence() {
      return "Whether %s and %s differ in %s was not tested, because %s."
          .formatted(subject.first, subject.second, subject.measure, reason);
    }
  }

  /** The verdict on a difference for which no paper gives a size. */
  static Comparison of(Subject subject, Estimate difference, Power power) {
    return of(subject, difference, power, OptionalDouble.empty());
  }

  /**
   * The verdict on a difference.
   *
   * @param difference of the first less the second, more being better, with its interval
   * @param power by which the smallest visible difference is computed from the standard error
   * @param expected the effect that a paper reports, if there is one in the same unit
   */
  static Comparison of(Subject subject, Estimate difference, Power power, OptionalDouble expected) {
    if (!Double.isFinite(difference.standardError()) || difference.count() < 2) {
      return new NotTested(
          subject,
          "a single observation says nothing about how much it would vary (difference %s)"
              .formatted(rounded(difference.value(), difference.value())));
    }
    if (difference.low() > 0) {
      return new Better(subject, difference);
    }
    if (difference.high() < 0) {
      return new Worse(subject, difference);
    }
    double smallest = power.smallestPaired(difference.standardError());
    if (expected.isPresent() && Math.abs(expected.getAsDouble()) < smallest) {
      return new NotTested(
          subject,
          "the reported effect of %s is smaller than %s, the smallest that this experiment would have seen in four of five cases (%s)"
              .formatted(
                  rounded(expected.getAsDouble(), expected.getAsDouble()),
                  rounded(smallest, smallest),
                  interval(difference, 1)));
    }
    return new NoDifferenceSeen(subject, difference, smallest);
  }

  private static String amount(Subject subject, Estimate difference, int sign) {
    return "%s %s (%s)"
        .formatted(
            rounded(sign * difference.value(), difference.halfWidth()),
            subject.measure,
            interval(difference, sign));
  }

  private static String interval(Estimate difference, int sign) {
    double half = difference.halfWidth();
    double low = sign > 0 ? difference.low() : -difference.high();
    double high = sign > 0 ? difference.high() : -difference.low();
    return "%s %% interval %s to %s, n = %d"
        .formatted(
            BigDecimal.valueOf(100 * difference.confidence())
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString(),
            rounded(low, half),
            rounded(high, half),
            difference.count());
  }

  /** As many digits as the interval allows: two significant ones of its half width. */
  private static String rounded(double value, double scale) {
    require(Double.isFinite(value), "a verdict needs finite numbers (got %s)", value);
    if (value == 0 || scale == 0) {
      return BigDecimal.valueOf(value)
          .round(new MathContext(3))
          .stripTrailingZeros()
          .toPlainString();
    }
    int digits = new BigDecimal(Math.abs(scale)).round(new MathContext(2)).scale();
    BigDecimal rounded =
        new BigDecimal(value).setScale(Math.max(0, digits), RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? rounded.abs().toPlainString() : rounded.toPlainString();
  }
}
