package org.plumbline.lm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** Python's {@code '%s' % values}, one conversion after the other. */
final class PercentFormat {
  private static final int MAX_PRECISION = 1000;

  private final String format;
  private final Object values;
  private final List<Object> positional;
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();
  private int position;
  private int used;
  private boolean named;

  private PercentFormat(String format, Object values, Budget budget) {
    this.format = format;
    this.values = values;
    this.budget = budget;
    positional = values instanceof Tuple tuple ? tuple.items() : List.of(values);
  }

  static String format(String format, Object values, Budget budget) {
    return new PercentFormat(format, values, budget).run();
  }

  private String run() {
    while (position < format.length()) {
      int percent = format.indexOf('%', position);
      int end = percent < 0 ? format.length() : percent;
      append(format.substring(position, end));
      position = end + 1;
      if (percent >= 0) {
        conversion();
      }
    }
    boolean mapping = values instanceof Dict || named;
    if (used < positional.size() && !mapping && !(values instanceof List<?>)) {
      throw TemplateError.type("not all arguments converted during string formatting");
    }
    return out.toString();
  }

  private void append(String text) {
    budget.growth(out.length(), text.length());
    out.append(text);
  }

  private void conversion() {
    Optional<Object> byName = name();
    String flags = flags();
    int width = size();
    boolean left = flags.contains("-") || width < 0;
    int precision = -1;
    if (peek() == '.') {
      position++;
      precision = Math.max(0, size());
    }
    while (peek() == 'l' || peek() == 'h' || peek() == 'L') {
      position++;
    }
    char type = take();
    if (type == '%') {
      append("%");
      return;
    }
    Object value = byName.orElseGet(this::nextValue);
    String[] parts = convert(type, value, flags, Math.min(precision, MAX_PRECISION));
    boolean zero = flags.contains("0") && !left && "sracC".indexOf(type) < 0;
    append(padded(parts[0], parts[1], Math.abs(width), left, zero));
  }

  private Optional<Object> name() {
    if (peek() != '(') {
      return Optional.empty();
    }
    int end = format.indexOf(')', position);
    if (end < 0) {
      throw TemplateError.value("incomplete format key");
    }
    if (!(values instanceof Dict dict)) {
      throw TemplateError.type("format requires a mapping");
    }
    String key = format.substring(position + 1, end);
    position = end + 1;
    named = true;
    return Optional.of(
        dict.get(key)
            .orElseThrow(() -> new TemplateError(TemplateError.Kind.KEY, Printer.repr(key), 0)));
  }

  private String flags() {
    int start = position;
    while ("-+ #0".indexOf(peek()) >= 0) {
      position++;
    }
    return format.substring(start, position);
  }

  private int size() {
    if (peek() == '*') {
      position++;
      return Numbers.asInteger(nextValue())
          .orElseThrow(() -> TemplateError.type("* wants int"))
          .min(BigInteger.valueOf(Integer.MAX_VALUE / 2))
          .max(BigInteger.valueOf(-Integer.MAX_VALUE / 2))
          .intValue();
    }
    int start = position;
    while (peek() >= '0' && peek() <= '9') {
      position++;
    }
    String digits = format.substring(start, position);
    return digits.isEmpty()
        ? 0
        : digits.length() > 8 ? Integer.MAX_VALUE / 2 : Integer.parseInt(digits);
  }

  private Object nextValue() {
    if (used >= positional.size()) {
      throw TemplateError.type("not enough arguments for format string");
    }
    return positional.get(used++);
  }

  /** Sign and digits of a value, or nothing and its text. */
  private String[] convert(char type, Object value, String flags, int precision) {
    return switch (type) {
      case 's' -> text(Printer.str(value), precision);
      case 'r' -> text(Printer.repr(value), precision);
      case 'c' -> text(character(value), -1);
      case 'd', 'i', 'u' -> integer(type, truncated(type, value), flags, precision);
      case 'x', 'X', 'o' -> integer(type, whole(type, value), flags, precision);
      case 'e', 'E', 'f', 'F', 'g', 'G' -> {
        if (!Numbers.isNumber(value)) {
          throw TemplateError.type("must be real number, not " + Values.typeName(value));
        }
        double number = Numbers.toDouble(value);
        String digits =
            NumberFormat.magnitude(
                number, type, precision < 0 ? 6 : precision, flags.contains("#"));
        yield new String[] {sign(1 / number < 0 || number < 0, flags), digits};
      }
      case 'a' -> throw TemplateError.unsupported("the conversion '%a' of a string");
      default ->
          throw TemplateError.value(
              "unsupported format character '%s' (0x%x) at index %d"
                  .formatted(type, (int) type, position - 1));
    };
  }

  private static String[] text(String text, int precision) {
    boolean cut = precision >= 0 && precision < Text.length(text);
    return new String[] {"", cut ? Text.slice(text, 0, precision) : text};
  }

  private static String character(Object value) {
    if (value instanceof String text && Text.length(text) == 1) {
      return text;
    }
    return Numbers.asInteger(value)
        .filter(
            c -> c.signum() >= 0 && c.bitLength() <= 21 && Character.isValidCodePoint(c.intValue()))
        .map(c -> Character.toString(c.intValue()))
        .orElseThrow(() -> TemplateError.type("%c requires int or char"));
  }

  private static String[] integer(char type, BigInteger value, String flags, int precision) {
    String digits = NumberFormat.inBase(value.abs(), type);
    String filled = "0".repeat(Math.max(0, precision - digits.length())) + digits;
    String prefix = flags.contains("#") && "xXo".indexOf(type) >= 0 ? "0" + type : "";
    return new String[] {sign(value.signum() < 0, flags) + prefix, filled};
  }

  private static BigInteger truncated(char type, Object value) {
    if (value instanceof Double number && Double.isFinite(number)) {
      return new BigDecimal(number).toBigInteger();
    }
    return Numbers.asInteger(value)
        .orElseThrow(
            () ->
                TemplateError.type(
                    "%%%s format: a real number is required, not %s"
                        .formatted(type, Values.typeName(value))));
  }

  private static BigInteger whole(char type, Object value) {
    return Numbers.asInteger(value)
        .orElseThrow(
            () ->
                TemplateError.type(
                    "%%%s format: an integer is required, not %s"
                        .formatted(type, Values.typeName(value))));
  }

  private static String sign(boolean negative, String flags) {
    return negative ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
  }

  private String padded(String sign, String body, int width, boolean left, boolean zero) {
    int inside = width - sign.length();
    if (zero) {
      return sign + StringMethods.pad(body, inside, "0", true, false, budget);
    }
    return StringMethods.pad(sign + body, width, " ", !left, left, budget);
  }

  private char peek() {
    return position < format.length() ? format.charAt(position) : '\0';
  }

  private char take() {
    if (position >= format.length()) {
      throw TemplateError.value("incomplete format");
    }
    return format.charAt(position++);
  }
}
