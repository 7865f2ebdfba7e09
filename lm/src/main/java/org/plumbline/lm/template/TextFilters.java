package org.plumbline.lm.template;

import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.lm.template.Arguments.Bound;
import org.plumbline.lm.template.Filters.Filter;

/** Filters that make text of text. */
final class TextFilters {
  private static final Pattern WORD_START =
      Pattern.compile("[-\\s(\\{\\[<]++", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WORD = Pattern.compile("\\w++", Pattern.UNICODE_CHARACTER_CLASS);

  private TextFilters() {}

  static void addTo(Map<String, Filter> filters) {
    text(filters, "upper", text -> text.toUpperCase(Locale.ROOT));
    text(filters, "lower", text -> text.toLowerCase(Locale.ROOT));
    text(filters, "capitalize", Text::capitalize);
    text(filters, "title", TextFilters::title);
    text(filters, "string", text -> text);
    text(filters, "safe", text -> text);
    text(filters, "e", TextFilters::escape);
    text(filters, "escape", TextFilters::escape);
    text(filters, "forceescape", TextFilters::escape);
    filters.put(
        "wordcount",
        (in, value, arguments) -> {
          arguments.bind("wordcount");
          return BigInteger.valueOf(WORD.matcher(Printer.str(value)).results().count());
        });
    filters.put("trim", TextFilters::trim);
    filters.put("replace", TextFilters::replace);
    filters.put("format", TextFilters::format);
    filters.put("indent", TextFilters::indent);
    filters.put("truncate", TextFilters::truncate);
    filters.put("center", TextFilters::center);
    filters.put("urlencode", TextFilters::urlEncode);
  }

  private static void text(Map<String, Filter> filters, String name, UnaryOperator<String> rule) {
    filters.put(
        name,
        (in, value, arguments) -> {
          arguments.bind(name);
          return in.budget().made(rule.apply(Printer.str(value)));
        });
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\'' -> out.append("&#39;");
        case '"' -> out.append("&#34;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  // Not Python's str.title: words begin behind space, dash and brackets only.
  private static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    Matcher separators = WORD_START.matcher(text);
    int start = 0;
    while (separators.find()) {
      out.append(titled(text.substring(start, separators.start()))).append(separators.group());
      start = separators.end();
    }
    return out.append(titled(text.substring(start))).toString();
  }

  private static String titled(String word) {
    if (word.isEmpty()) {
      return word;
    }
    int first = word.offsetByCodePoints(0, 1);
    return word.substring(0, first).toUpperCase(Locale.ROOT)
        + word.substring(first).toLowerCase(Locale.ROOT);
  }

  private static Object trim(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("trim", "chars?");
    String text = Printer.str(value);
    return bound.given("chars").isEmpty()
        ? Text.strip(text)
        : Text.strip(text, StringMethods.oneOf(bound.text("chars")), true, true);
  }

  private static Object replace(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("replace", "old", "new", "count?");
    int count = bound.given("count").isEmpty() ? -1 : bound.integer("count");
    return StringMethods.replace(
        Printer.str(value),
        Printer.str(bound.get("old")),
        Printer.str(bound.get("new")),
        count,
        in.budget());
  }

  private static Object format(Interpreter in, Object value, Arguments arguments) {
    if (!arguments.named().isEmpty() && !arguments.positional().isEmpty()) {
      throw new TemplateError(
          TemplateError.Kind.RUNTIME,
          "can't handle positional and keyword arguments at the same time",
          0);
    }
    Dict named = new Dict();
    arguments.named().forEach(named::put);
    Object values = named.size() > 0 ? named : new Tuple(arguments.positional());
    return PercentFormat.format(Printer.str(value), values, in.budget());
  }

  private static Object indent(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("indent", "width?", "first?", "blank?");
    String text = (String) in.operators().apply("+", value, "\n");
    Object width = bound.get("width", BigInteger.valueOf(4));
    String indentation =
        width instanceof String given
            ? given
            : StringMethods.pad("", bound.integer("width", 4), " ", false, true, in.budget());
    List<String> lines = new ArrayList<>();
    for (Object line : Text.lines(text, false)) {
      boolean indented =
          lines.isEmpty()
              ? bound.flag("first", false)
              : bound.flag("blank", false) || !((String) line).isEmpty();
      in.budget().text(indentation.length() + ((String) line).length() + 1L);
      lines.add(indented ? indentation + line : (String) line);
    }
    return in.budget().made(String.join("\n", lines));
  }

  private static Object truncate(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("truncate", "length?", "killwords?", "end?", "leeway?");
    String end = bound.text("end", "...");
    int length = bound.integer("length", 255);
    int leeway = bound.given("leeway").isEmpty() ? 5 : bound.integer("leeway");
    if (length < Text.length(end) || leeway < 0) {
      throw TemplateError.value(
          "truncate needs a length of at least that of its end, and no negative leeway");
    }
    int size = Values.length(value);
    if (!(value instanceof String text) || size <= (long) length + leeway) {
      return value;
    }
    String kept = Text.slice(text, 0, length - Text.length(end));
    int lastSpace = kept.lastIndexOf(' ');
    boolean whole = bound.flag("killwords", false) || lastSpace < 0;
    return (whole ? kept : kept.substring(0, lastSpace)) + end;
  }

  private static Object center(Interpreter in, Object value, Arguments arguments) {
    int width = arguments.bind("center", "width?").integer("width", 80);
    return StringMethods.pad(Printer.str(value), width, " ", true, true, in.budget());
  }

  private static Object urlEncode(Interpreter in, Object value, Arguments arguments) {
    arguments.bind("urlencode");
    if (value instanceof String || !Values.isIterable(value)) {
      return in.budget().made(quoted(value).replace("%2F", "/"));
    }
    List<String> pairs = new ArrayList<>();
    Object items = value instanceof Dict dict ? dict.items() : value;
    Values.iterate(items)
        .forEachRemaining(
            pair -> {
              List<Object> parts = in.unpacked(pair, 2);
              pairs.add(
                  quoted(parts.get(0)).replace("%20", "+")
                      + "="
                      + quoted(parts.get(1)).replace("%20", "+"));
            });
    return in.budget().made(String.join("&", pairs));
  }

  private static String quoted(Object value) {
    return URLEncoder.encode(Printer.str(value), StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
