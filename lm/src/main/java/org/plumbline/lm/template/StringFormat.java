package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code '{} {name!r:>8}'.format(values)}; fields go through the sandbox. */
final class StringFormat {
  private static final Pattern SPECIFICATION =
      Pattern.compile(
          "(?s)(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?([0-9]{1,18})?([,_])?(?:\\.([0-9]{1,18}))?([a-zA-Z%])?");
  private static final int MAX_PRECISION = 1000;

  private final Access access;
  private final Budget budget;
  private int automatic;
  private boolean numbered;

  StringFormat(Access access, Budget budget) {
    this.access = access;
    this.budget = budget;
  }

  String format(String format, Arguments arguments) {
    return format(format, arguments, 2);
  }

  private String format(String format, Arguments arguments, int depth) {
    if (depth < 0) {
      throw TemplateError.value("Max string recursion exceeded");
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      boolean doubled = i + 1 < format.length() && format.charAt(i + 1) == c;
      String piece = String.valueOf(c);
      if (c == '{' && !doubled) {
        int end = fieldEnd(format, i + 1);
        piece = field(format.substring(i + 1, end), arguments, depth);
        i = end;
      } else if (c == '{' || c == '}') {
        if (!doubled) {
          throw TemplateError.value("Single '}' encountered in format string");
        }
        i++;
      }
      budget.growth(out.length(), piece.length());
      out.append(piece);
    }
    return out.toString();
  }

  private static int fieldEnd(String format, int start) {
    int open = 1;
    for (int i = start; i < format.length(); i++) {
      char c = format.charAt(i);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    throw TemplateError.value("expected '}' before end of string");
  }

  private String field(String field, Arguments arguments, int depth) {
    int colon = field.indexOf(':');
    String head = colon < 0 ? field : field.substring(0, colon);
    String given = colon < 0 ? "" : field.substring(colon + 1);
    String specification =
        given.contains("{") || given.contains("}") ? format(given, arguments, depth - 1) : given;
    int mark = head.indexOf('!');
    Object value = value(mark < 0 ? head : head.substring(0, mark), arguments);
    if (mark >= 0) {
      value = converted(head.substring(mark + 1), value);
    }
    return specification.isEmpty() ? Printer.str(value) : formatted(value, specification);
  }

  private static Object converted(String conversion, Object value) {
    return switch (conversion) {
      case "r" -> Printer.repr(value);
      case "s" -> Printer.str(value);
      default ->
          throw TemplateError.unsupported("the conversion '!%s' of format".formatted(conversion));
    };
  }

  private Object value(String name, Arguments arguments) {
    Matcher parts = Pattern.compile("(?s)^([^.\\[]*+)").matcher(name);
    String first = parts.find() ? parts.group(1) : "";
    Object value = first(first, arguments);
    int i = first.length();
    while (i < name.length()) {
      boolean attribute = name.charAt(i) == '.';
      int end = attribute ? i + 1 : name.indexOf(']', i);
      while (attribute && end < name.length() && ".[".indexOf(name.charAt(end)) < 0) {
        end++;
      }
      if (end < 0 || name.charAt(i) != '.' && name.charAt(i) != '[') {
        throw TemplateError.value("malformed field '{%s}' in a format string".formatted(name));
      }
      String key = name.substring(i + 1, end);
      value = attribute ? access.attribute(value, key) : access.item(value, key(key));
      i = attribute ? end : end + 1;
    }
    return value;
  }

  private static Object key(String key) {
    return !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9')
        ? new BigInteger(key)
        : key;
  }

  private Object first(String name, Arguments arguments) {
    boolean number =
        !name.isEmpty() && name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    if (name.isEmpty() || number) {
      if (automatic > 0 && number || numbered && !number) {
        throw TemplateError.value("cannot switch between manual and automatic field numbering");
      }
      numbered = number;
      int index = number ? Integer.parseInt(name) : automatic++;
      if (index >= arguments.positional().size()) {
        throw new TemplateError(
            TemplateError.Kind.INDEX,
            "Replacement index %d out of range for positional args tuple".formatted(index),
            0);
      }
      return arguments.positional().get(index);
    }
    Object value = arguments.named().get(name);
    if (value == null) {
      throw new TemplateError(TemplateError.Kind.KEY, Printer.repr(name), 0);
    }
    return value;
  }

  private String formatted(Object value, String specification) {
    Matcher parts = SPECIFICATION.matcher(specification);
    if (!parts.matches()) {
      throw TemplateError.value("Invalid format specifier '%s'".formatted(specification));
    }
    String type = orElse(parts.group(9), "");
    String text;
    String sign = "";
    boolean number = Numbers.isNumber(value) && !(value instanceof Boolean && type.isEmpty());
    if (number) {
      boolean negative = isNegative(value);
      sign = negative ? "-" : orElse(parts.group(3), "-").replace("-", "");
      text = digits(value, type, orElse(parts.group(8), ""), parts.group(4) != null);
      String separator = orElse(parts.group(7), "");
      text = separator.isEmpty() ? text : NumberFormat.grouped(text, separator.charAt(0), 3);
    } else {
      text = plain(value, type, orElse(parts.group(8), ""), parts);
    }
    boolean zero = parts.group(5) != null && parts.group(2) == null;
    String align = orElse(parts.group(2), zero && number ? "=" : number ? ">" : "<");
    String fill = orElse(parts.group(1), zero ? "0" : " ");
    int width = size(orElse(parts.group(6), "0"));
    if (align.equals("=")) {
      return sign + StringMethods.pad(text, width - sign.length(), fill, true, false, budget);
    }
    boolean center = align.equals("^");
    return center
        ? centered(sign + text, width, fill)
        : StringMethods.pad(sign + text, width, fill, align.equals(">"), align.equals("<"), budget);
  }

  // Unlike str.center, the greater half is always on the right.
  private String centered(String text, int width, String fill) {
    int missing = Math.max(0, width - Text.length(text));
    budget.text((long) missing + text.length());
    return fill.repeat(missing / 2) + text + fill.repeat(missing - missing / 2);
  }

  private static String plain(Object value, String type, String precision, Matcher parts) {
    boolean numeric = parts.group(3) != null || parts.group(7) != null || parts.group(4) != null;
    if (!(value instanceof String || value instanceof Boolean)) {
      throw TemplateError.type(
          "unsupported format string passed to %s.__format__".formatted(Values.typeName(value)));
    }
    if (!type.isEmpty() && !type.equals("s") || numeric || "=".equals(parts.group(2))) {
      throw TemplateError.value(
          "Unknown format code '%s' for object of type '%s'"
              .formatted(type, Values.typeName(value)));
    }
    String text = Printer.str(value);
    int most = precision.isEmpty() ? Integer.MAX_VALUE : size(precision);
    return most < Text.length(text) ? Text.slice(text, 0, most) : text;
  }

  private static boolean isNegative(Object number) {
    return number instanceof Double value
        ? value < 0 || 1 / value < 0
        : Numbers.asInteger(number).orElseThrow().signum() < 0;
  }

  private static String digits(Object value, String type, String precision, boolean alternate) {
    boolean integer = !(value instanceof Double);
    if (integer && "dxXob".contains(type) || integer && type.equals("n")) {
      BigInteger number = Numbers.asInteger(value).orElseThrow().abs();
      char layout = type.isEmpty() ? 'd' : type.charAt(0);
      String prefix = alternate && "xXob".indexOf(layout) >= 0 ? "0" + layout : "";
      return prefix + NumberFormat.inBase(number, layout);
    }
    int digits = precision.isEmpty() ? 6 : Math.min(MAX_PRECISION, size(precision));
    if (type.isEmpty()) {
      if (precision.isEmpty()) {
        return Numbers.repr(Math.abs(Numbers.toDouble(value)));
      }
      String text = NumberFormat.magnitude(Numbers.toDouble(value), 'g', digits, alternate);
      return text.matches("[0-9]+") ? text + ".0" : text;
    }
    if (!"eEfFgG%".contains(type)) {
      throw TemplateError.value(
          "Unknown format code '%s' for object of type '%s'"
              .formatted(type, Values.typeName(value)));
    }
    return NumberFormat.magnitude(Numbers.toDouble(value), type.charAt(0), digits, alternate);
  }

  private static int size(String digits) {
    return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(digits));
  }

  private static String orElse(@Nullable String text, String otherwise) {
    return text == null ? otherwise : text;
  }
}
