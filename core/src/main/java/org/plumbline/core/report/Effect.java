package org.plumbline.core.report;

import org.jspecify.annotations.Nullable;

/** A difference in words, with its interval and as many digits as that allows. */
final class Effect {
  static final String GOLD = " gold reward";
  static final String INTERVAL = "95 % interval ";

  private Effect() {}

  /**
   * The difference of a comparison.
   *
   * @param sign -1 to say it the other way round, as a loss
   * @param unit what follows the number, with its space
   * @param interval what stands before the interval's ends
   */
  static String of(Comparison c, int sign, String unit, String interval) {
    double low = sign > 0 ? orZero(c.low()) : -orZero(c.high());
    double high = sign > 0 ? orZero(c.high()) : -orZero(c.low());
    double half = (high - low) / 2;
    return "%s%s (%s%s to %s)"
        .formatted(
            Digits.of(sign * orZero(c.difference()), half),
            unit,
            interval,
            Digits.of(low, half),
            Digits.of(high, half));
  }

  static double orZero(@Nullable Double value) {
    return value == null ? 0 : value;
  }
}
