package org.plumbline.lm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Floats in the layouts of C: {@code f}, {@code e}, {@code g}. */
final class NumberFormat {
  private NumberFormat() {}

  /** A number without its sign, which the caller puts before it. */
  static String magnitude(double value, char layout, int precision, boolean alternate) {
    boolean upper = Character.isUpperCase(layout);
    if (!Double.isFinite(value)) {
      String word = Double.isNaN(value) ? "nan" : "inf";
      return upper ? word.toUpperCase(Locale.ROOT) : word;
    }
    BigDecimal decimal = new BigDecimal(Math.abs(value));
    String text =
        switch (Character.toLowerCase(layout)) {
          case 'e' -> scientific(decimal, precision);
          case 'g' -> general(decimal, Math.max(1, precision), alternate);
          case '%' ->
              decimal.movePointRight(2).setScale(precision, RoundingMode.HALF_EVEN).toPlainString()
                  + "%";
          default -> decimal.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        };
    return upper ? text.toUpperCase(Locale.ROOT) : text;
  }

  private static String scientific(BigDecimal value, int precision) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(precision).toPlainString() + "e+00";
    }
    BigDecimal rounded = value.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded
            .movePointLeft(exponent)
            .setScale(precision, RoundingMode.HALF_EVEN)
            .toPlainString()
        + Numbers.exponent(exponent);
  }

  private static String general(BigDecimal value, int digits, boolean alternate) {
    BigDecimal rounded = value.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = value.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    if (exponent < -4 || exponent >= digits) {
      String text = scientific(value, digits - 1);
      int e = text.indexOf('e');
      return alternate ? text : withoutZeros(text.substring(0, e)) + text.substring(e);
    }
    String plain =
        rounded
            .setScale(Math.max(0, digits - 1 - exponent), RoundingMode.HALF_EVEN)
            .toPlainString();
    return alternate ? plain : withoutZeros(plain);
  }

  private static String withoutZeros(String decimal) {
    if (!decimal.contains(".")) {
      return decimal;
    }
    int end = decimal.length();
    while (decimal.charAt(end - 1) == '0') {
      end--;
    }
    return decimal.substring(0, decimal.charAt(end - 1) == '.' ? end - 1 : end);
  }

  /** Python's {@code round(value, digits)} of a float: half to even, of its exact value. */
  static double round(double value, int digits) {
    if (!Double.isFinite(value) || digits > 323) {
      return value;
    }
    if (digits < -308) {
      return value * 0.0;
    }
    double rounded = new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    return Math.copySign(rounded, value);
  }

  /** Digits in groups with a sign between them, counted from the end of the whole part. */
  static String grouped(String digits, char separator, int size) {
    int whole = 0;
    while (whole < digits.length()
        && Character.isLetterOrDigit(digits.charAt(whole))
        && digits.charAt(whole) != 'e') {
      whole++;
    }
    StringBuilder out = new StringBuilder(digits);
    for (int i = whole - size; i > 0; i -= size) {
      out.insert(i, separator);
    }
    return out.toString();
  }

  static String inBase(BigInteger value, char layout) {
    return switch (layout) {
      case 'x' -> value.toString(16);
      case 'X' -> value.toString(16).toUpperCase(Locale.ROOT);
      case 'o' -> value.toString(8);
      case 'b' -> value.toString(2);
      default -> value.toString();
    };
  }
}
