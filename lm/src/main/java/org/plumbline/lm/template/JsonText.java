package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The filter {@code tojson} of Hugging Face's environment, which is Python's {@code json.dumps}: in
 * the order of the keys, without escapes for HTML.
 */
final class JsonText {
  private final boolean ascii;
  private final boolean sorted;
  private final Optional<String> indent;
  private final String comma;
  private final String colon;
  private final Budget budget;
  private final StringBuilder out = new StringBuilder();

  private JsonText(Arguments.Bound options, Budget budget) {
    this.budget = budget;
    ascii = options.flag("ensure_ascii", false);
    sorted = options.flag("sort_keys", false);
    indent = options.given("indent").map(value -> indentation(value, budget));
    Optional<Object> separators = options.given("separators");
    if (separators.isPresent()) {
      Iterator<Object> parts = Values.iterate(separators.get());
      comma = separator(parts);
      colon = separator(parts);
    } else {
      comma = indent.isPresent() ? "," : ", ";
      colon = ": ";
    }
  }

  static String write(Object value, Arguments arguments, Budget budget) {
    JsonText text =
        new JsonText(
            arguments.bind("tojson", "ensure_ascii?", "indent?", "separators?", "sort_keys?"),
            budget);
    text.value(value, 0);
    return text.out.toString();
  }

  private static String indentation(Object value, Budget budget) {
    if (value instanceof String text) {
      return text;
    }
    BigInteger width =
        Numbers.asInteger(value)
            .orElseThrow(() -> TemplateError.type("indent must be a number, a string or none"))
            .max(BigInteger.ZERO)
            .min(BigInteger.valueOf(Integer.MAX_VALUE));
    budget.text(width.intValue());
    return " ".repeat(width.intValue());
  }

  private static String separator(Iterator<Object> parts) {
    if (parts.hasNext() && parts.next() instanceof String text) {
      return text;
    }
    throw TemplateError.type("separators must be two strings");
  }

  private void append(String text) {
    budget.growth(out.length(), text.length());
    out.append(text);
  }

  private void value(Object value, int depth) {
    budget.step();
    switch (value) {
      case String text -> quote(text);
      case List<?> list -> array(list, depth);
      case Tuple tuple -> array(tuple.items(), depth);
      case Dict dict -> object(dict, depth);
      default -> append(scalar(value));
    }
  }

  private static String scalar(Object value) {
    return switch (value) {
      case None none -> "null";
      case Boolean flag -> flag ? "true" : "false";
      case BigInteger number -> number.toString();
      case Double number -> number(number);
      default ->
          throw TemplateError.type(
              "Object of type %s is not JSON serializable".formatted(Values.typeName(value)));
    };
  }

  private static String number(double value) {
    if (Double.isFinite(value)) {
      return Numbers.repr(value);
    }
    return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  }

  private void array(List<?> items, int depth) {
    if (items.isEmpty()) {
      append("[]");
      return;
    }
    append("[");
    for (int i = 0; i < items.size(); i++) {
      separate(i, depth + 1);
      value(items.get(i), depth + 1);
    }
    newLine(depth);
    append("]");
  }

  private void object(Dict dict, int depth) {
    if (dict.size() == 0) {
      append("{}");
      return;
    }
    List<Dict.Entry> entries = new ArrayList<>(dict.entries());
    if (sorted) {
      entries.sort((a, b) -> Values.compare(a.key(), b.key(), "<"));
    }
    append("{");
    int index = 0;
    for (Dict.Entry entry : entries) {
      separate(index++, depth + 1);
      quote(key(entry.key()));
      append(colon);
      value(entry.value(), depth + 1);
    }
    newLine(depth);
    append("}");
  }

  private static String key(Object key) {
    if (key instanceof String text) {
      return text;
    }
    if (key == None.NONE || Numbers.isNumber(key)) {
      return scalar(key);
    }
    throw TemplateError.type(
        "keys must be str, int, float, bool or None, not " + Values.typeName(key));
  }

  private void separate(int index, int depth) {
    if (index > 0) {
      append(comma);
    }
    newLine(depth);
  }

  private void newLine(int depth) {
    if (indent.isPresent()) {
      budget.growth(out.length(), (long) depth * indent.get().length());
      append("\n" + indent.get().repeat(depth));
    }
  }

  private void quote(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\f' -> quoted.append("\\f");
        case '\b' -> quoted.append("\\b");
        default -> {
          if (c < 0x20 || ascii && c > 0x7e) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    append(quoted.append('"').toString());
  }
}
