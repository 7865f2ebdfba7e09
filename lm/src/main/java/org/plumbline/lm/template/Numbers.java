package org.plumbline.lm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Python's integers, which never overflow ({@code BigInteger}), and floats ({@code Double}). */
final class Numbers {
  private Numbers() {}

  /** An int or a bool as an integer. */
  static Optional<BigInteger> asInteger(Object value) {
    return switch (value) {
      case BigInteger number -> Optional.of(number);
      case Boolean flag -> Optional.of(flag ? BigInteger.ONE : BigInteger.ZERO);
      default -> Optional.empty();
    };
  }

  static boolean isNumber(Object value) {
    return value instanceof Double || asInteger(value).isPresent();
  }

  static double toDouble(Object number) {
    if (number instanceof Double value) {
      return value;
    }
    double value = asInteger(number).orElseThrow().doubleValue();
    if (Double.isInfinite(value)) {
      throw new TemplateError(TemplateError.Kind.OVERFLOW, "int too large to convert to float", 0);
    }
    return value;
  }

  /** The order of two numbers, exactly, whatever their types; neither is NaN. */
  static int compare(Object left, Object right) {
    Optional<BigInteger> a = asInteger(left);
    Optional<BigInteger> b = asInteger(right);
    if (a.isPresent() && b.isPresent()) {
      return a.get().compareTo(b.get());
    }
    if (a.isPresent() && right instanceof Double d && Double.isFinite(d)) {
      return new BigDecimal(a.get()).compareTo(new BigDecimal(d));
    }
    if (b.isPresent() && left instanceof Double d && Double.isFinite(d)) {
      return new BigDecimal(d).compareTo(new BigDecimal(b.get()));
    }
    return Double.compare(
        a.map(x -> 0.0).orElseGet(() -> (Double) left) + 0.0,
        b.map(x -> 0.0).orElseGet(() -> (Double) right) + 0.0);
  }

  /** The shortest digits that give the number again, laid out as Python does. */
  static String repr(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -4 && exponent < 16) {
      String plain = decimal.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = decimal.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + exponent(exponent);
  }

  /** As {@code e-05}: a sign and two digits at least. */
  static String exponent(int exponent) {
    return String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** What Python's {@code int(text, base)} reads; empty if it is no integer. */
  static Optional<BigInteger> parseInteger(String text, int base) {
    String digits = Text.strip(text).replaceFirst("^\\+(?![+-])", "");
    boolean negative = digits.startsWith("-");
    String body = negative ? digits.substring(1) : digits;
    int radix = base;
    String prefix = body.length() > 1 ? body.substring(0, 2).toLowerCase(Locale.ROOT) : "";
    int prefixRadix =
        prefix.equals("0x") ? 16 : prefix.equals("0o") ? 8 : prefix.equals("0b") ? 2 : 0;
    if (prefixRadix != 0 && (base == 0 || base == prefixRadix)) {
      radix = prefixRadix;
      body = body.substring(2).replaceFirst("^_", "");
    } else if (base == 0) {
      radix = 10;
    }
    if (body.length() > Budget.MAX_DIGITS || !isDigits(body, radix)) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(body.replace("_", ""), radix);
    return Optional.of(negative ? value.negate() : value);
  }

  private static boolean isDigits(String text, int radix) {
    boolean digitBefore = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '_' ? !digitBefore : Character.digit(c, radix) < 0) {
        return false;
      }
      digitBefore = c != '_';
    }
    return digitBefore;
  }

  /** What Python's {@code float(text)} reads; empty if it is no number. */
  static Optional<Double> parseFloat(String text) {
    String body = Text.strip(text).toLowerCase(Locale.ROOT);
    if (body.matches("[+-]?(nan)")) {
      return Optional.of(Double.NaN);
    }
    if (body.matches("[+-]?inf(inity)?")) {
      return Optional.of(
          body.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    boolean decimal =
        body.length() <= Budget.MAX_DIGITS
            && body.matches("[+-]?([0-9][0-9_]*+\\.?[0-9_]*+|\\.[0-9][0-9_]*+)(e[+-]?[0-9]++)?");
    return decimal ? Optional.of(Double.parseDouble(body.replace("_", ""))) : Optional.empty();
  }
}
