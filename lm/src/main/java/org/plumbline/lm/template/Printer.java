package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.List;
import java.util.StringJoiner;

/** Values as text: Python's {@code str} and {@code repr}. */
final class Printer {
  private Printer() {}

  /** What {@code {{ value }}} prints. */
  static String str(Object value) {
    return switch (value) {
      case String text -> text;
      case Undefined undefined -> "";
      default -> repr(value);
    };
  }

  static String repr(Object value) {
    return switch (value) {
      case String text -> quote(text);
      case Boolean flag -> flag ? "True" : "False";
      case BigInteger number -> number.toString();
      case Double number -> Numbers.repr(number);
      case None none -> "None";
      case Undefined undefined -> "Undefined";
      case List<?> list -> join(list, "[", "]");
      case Tuple tuple -> join(tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")");
      case Dict dict -> dict(dict);
      case DictView view -> join(view.items(), view.kind() + "([", "])");
      case Range range -> range.toString();
      case Macro macro -> macro.toString();
      case Loop loop -> loop.toString();
      case Namespace namespace -> "<Namespace " + repr(namespace.values()) + ">";
      // Python prints an address here, which no template can mean.
      default ->
          throw TemplateError.unsupported(
              "printing a value of type '%s'".formatted(Values.typeName(value)));
    };
  }

  private static String join(List<?> items, String open, String close) {
    StringJoiner joined = new StringJoiner(", ", open, close);
    items.forEach(item -> joined.add(repr(item)));
    return joined.toString();
  }

  private static String dict(Dict dict) {
    StringJoiner joined = new StringJoiner(", ", "{", "}");
    dict.entries().forEach(e -> joined.add(repr(e.key()) + ": " + repr(e.value())));
    return joined.toString();
  }

  private static String quote(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    text.codePoints().forEach(c -> escape(c, quote, out));
    return out.append(quote).toString();
  }

  private static void escape(int c, char quote, StringBuilder out) {
    switch (c) {
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c == quote) {
          out.append('\\').append(quote);
        } else if (Text.isPrintable(c)) {
          out.appendCodePoint(c);
        } else {
          out.append((c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x").formatted(c));
        }
      }
    }
  }
}
