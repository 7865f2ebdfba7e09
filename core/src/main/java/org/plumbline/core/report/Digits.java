package org.plumbline.core.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers with as many digits as their uncertainty allows. */
final class Digits {
  private Digits() {}

  /** A number to the second digit of its uncertainty; three digits if that is unknown or zero. */
  static String of(double value, @Nullable Double uncertainty) {
    if (uncertainty == null || !(uncertainty > 0) || Double.isInfinite(uncertainty)) {
      return plain(value);
    }
    return fixed(value, 1 - exponent(uncertainty));
  }

  /** A number to three digits, whole numbers whole. */
  static String plain(double value) {
    if (value == 0 || (value == Math.rint(value) && Math.abs(value) < 1e6)) {
      return fixed(value, 0);
    }
    return fixed(value, 2 - exponent(Math.abs(value)));
  }

  /** A number to two digits, for what is said in passing. */
  static String rough(double value) {
    return value == 0 ? "0" : fixed(value, Math.min(2, 1 - exponent(Math.abs(value))));
  }

  /** "p = 0.012" or "p < 0.001". */
  static String p(double p) {
    return p < 0.001 ? "p < 0.001" : "p = " + fixed(p, p < 0.1 ? 3 : 2);
  }

  /** A share as per cent. */
  static String percent(double share, double low, double high) {
    double half = Math.max(50 * (high - low), 1);
    return "%s %% (%s to %s)"
        .formatted(of(100 * share, half), of(100 * low, half), of(100 * high, half));
  }

  private static int exponent(double positive) {
    return (int) Math.floor(Math.log10(positive));
  }

  private static String fixed(double value, int decimals) {
    // Through the shortest decimal form, so that 0.145 rounds as a reader would.
    BigDecimal rounded =
        new BigDecimal(Double.toString(value))
            .setScale(Math.min(Math.max(decimals, 0), 9), RoundingMode.HALF_UP);
    String text = String.format(Locale.ROOT, "%s", rounded.abs().toPlainString());
    return rounded.signum() < 0 ? "\u2212" + text : text;
  }
}
