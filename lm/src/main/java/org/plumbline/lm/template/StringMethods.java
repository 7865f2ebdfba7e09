package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.plumbline.lm.template.Arguments.Bound;

/** The methods of a string. */
final class StringMethods {
  private static final Set<String> LEFT_OUT =
      Set.of("encode", "expandtabs", "maketrans", "translate");

  private final String text;
  private final Access access;
  private final Budget budget;

  private StringMethods(String text, Access access, Budget budget) {
    this.text = text;
    this.access = access;
    this.budget = budget;
  }

  static Optional<Callable> of(String text, String name, Access access, Budget budget) {
    if (LEFT_OUT.contains(name)) {
      throw TemplateError.unsupported("the method '%s' of a string".formatted(name));
    }
    StringMethods methods = new StringMethods(text, access, budget);
    return methods.changing(name).or(() -> methods.searching(name)).or(() -> methods.asking(name));
  }

  /** Methods that give a new string, or several. */
  private Optional<Callable> changing(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "upper" -> plain(name, text.toUpperCase(Locale.ROOT));
          case "lower" -> plain(name, text.toLowerCase(Locale.ROOT));
          case "casefold" -> plain(name, text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
          case "title" -> plain(name, Text.title(text));
          case "capitalize" -> plain(name, Text.capitalize(text));
          case "swapcase" -> plain(name, swapCase());
          case "strip" -> arguments -> strip(name, arguments, true, true);
          case "lstrip" -> arguments -> strip(name, arguments, true, false);
          case "rstrip" -> arguments -> strip(name, arguments, false, true);
          case "removeprefix" -> this::removePrefix;
          case "removesuffix" -> this::removeSuffix;
          case "replace" -> this::replace;
          case "split" -> arguments -> split(name, arguments, false);
          case "rsplit" -> arguments -> split(name, arguments, true);
          case "splitlines" ->
              arguments ->
                  Text.lines(text, arguments.bind(name, "keepends?").flag("keepends", false));
          case "partition" -> arguments -> partition(name, arguments, false);
          case "rpartition" -> arguments -> partition(name, arguments, true);
          case "join" -> this::join;
          case "format" -> arguments -> new StringFormat(access, budget).format(text, arguments);
          case "format_map" -> this::formatMap;
          case "center" -> arguments -> pad(name, arguments, true, true);
          case "ljust" -> arguments -> pad(name, arguments, false, true);
          case "rjust" -> arguments -> pad(name, arguments, true, false);
          case "zfill" -> this::zeroFill;
          default -> null;
        });
  }

  private Optional<Callable> searching(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "startswith" -> arguments -> hasAffix(name, arguments, true);
          case "endswith" -> arguments -> hasAffix(name, arguments, false);
          case "find", "rfind", "index", "rindex" -> arguments -> find(name, arguments);
          case "count" -> this::count;
          default -> null;
        });
  }

  private Optional<Callable> asking(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "isalnum" -> all(name, c -> Character.isLetterOrDigit(c) || isNumeric(c));
          case "isalpha" -> all(name, Character::isLetter);
          case "isdecimal" -> all(name, Character::isDigit);
          case "isdigit" -> all(name, c -> Character.isDigit(c) || isSuperscript(c));
          case "isnumeric" -> all(name, StringMethods::isNumeric);
          case "isspace" -> all(name, Text::isSpace);
          case "isascii" -> plain(name, text.codePoints().allMatch(c -> c < 0x80));
          case "isprintable" -> plain(name, text.codePoints().allMatch(Text::isPrintable));
          case "isidentifier" -> plain(name, isIdentifier());
          case "islower" -> plain(name, isAllCase(Character::isLowerCase));
          case "isupper" -> plain(name, isAllCase(Character::isUpperCase));
          case "istitle" ->
              plain(
                  name, text.codePoints().anyMatch(Text::isCased) && Text.title(text).equals(text));
          default -> null;
        });
  }

  private static Callable plain(String name, Object result) {
    return arguments -> {
      arguments.bind(name);
      return result;
    };
  }

  private Callable all(String name, IntPredicate rule) {
    return plain(name, !text.isEmpty() && text.codePoints().allMatch(rule));
  }

  private boolean isAllCase(IntPredicate rule) {
    return text.codePoints().anyMatch(Text::isCased)
        && text.codePoints().filter(Text::isCased).allMatch(rule);
  }

  private boolean isIdentifier() {
    return !text.isEmpty()
        && (Character.isUnicodeIdentifierStart(text.codePointAt(0)) || text.startsWith("_"))
        && text.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }

  private static boolean isNumeric(int c) {
    int type = Character.getType(c);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  private static boolean isSuperscript(int c) {
    return c == 0xb2 || c == 0xb3 || c == 0xb9 || c >= 0x2070 && c <= 0x2089 && isNumeric(c);
  }

  private String swapCase() {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .mapToObj(
            c ->
                Character.isUpperCase(c)
                    ? Character.toString(c).toLowerCase(Locale.ROOT)
                    : Character.toString(c).toUpperCase(Locale.ROOT))
        .forEach(out::append);
    return out.toString();
  }

  private Object strip(String name, Arguments arguments, boolean left, boolean right) {
    Bound bound = arguments.bind(name, "chars?");
    return bound.given("chars").isEmpty()
        ? Text.strip(text, Text::isSpace, left, right)
        : Text.strip(text, oneOf(bound.text("chars")), left, right);
  }

  static IntPredicate oneOf(String characters) {
    return c -> characters.indexOf(c) >= 0;
  }

  private Object removePrefix(Arguments arguments) {
    String prefix = arguments.bind("removeprefix", "prefix").text("prefix");
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private Object removeSuffix(Arguments arguments) {
    String suffix = arguments.bind("removesuffix", "suffix").text("suffix");
    return text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
  }

  private Object replace(Arguments arguments) {
    Bound bound = arguments.bind("replace", "old", "new", "count?");
    return replace(text, bound.text("old"), bound.text("new"), bound.integer("count", -1), budget);
  }

  /** Python's replace; a negative count is all. */
  static String replace(String text, String old, String with, int count, Budget budget) {
    StringBuilder out = new StringBuilder();
    int position = 0;
    for (int done = 0; count < 0 || done < count; done++) {
      int found = old.isEmpty() ? gap(text, position, done) : text.indexOf(old, position);
      if (found < 0) {
        break;
      }
      budget.growth(out.length(), found - position + with.length());
      out.append(text, position, found).append(with);
      position = found + old.length();
    }
    budget.growth(out.length(), text.length() - position);
    return out.append(text, position, text.length()).toString();
  }

  // An empty text is found before the first character and behind each.
  private static int gap(String text, int position, int done) {
    if (done == 0) {
      return 0;
    }
    return position >= text.length()
        ? -1
        : position + Character.charCount(text.codePointAt(position));
  }

  private Object split(String name, Arguments arguments, boolean fromEnd) {
    Bound bound = arguments.bind(name, "sep?", "maxsplit?");
    int most = bound.integer("maxsplit", -1);
    budget.elements(text.length() / 2);
    int limit = most < 0 ? Integer.MAX_VALUE : most;
    if (bound.given("sep").isEmpty()) {
      return fromEnd ? wordsFromEnd(limit) : words(limit);
    }
    String separator = bound.text("sep");
    if (separator.isEmpty()) {
      throw TemplateError.value("empty separator");
    }
    return fromEnd ? splitFromEnd(separator, limit) : split(separator, limit);
  }

  private List<Object> split(String separator, int limit) {
    List<Object> parts = new ArrayList<>();
    int position = 0;
    for (int at = text.indexOf(separator);
        at >= 0 && parts.size() < limit;
        at = text.indexOf(separator, position)) {
      parts.add(text.substring(position, at));
      position = at + separator.length();
    }
    parts.add(text.substring(position));
    return parts;
  }

  private List<Object> splitFromEnd(String separator, int limit) {
    List<Object> parts = new ArrayList<>();
    int end = text.length();
    while (parts.size() < limit && end >= separator.length()) {
      int at = text.lastIndexOf(separator, end - separator.length());
      if (at < 0) {
        break;
      }
      parts.add(text.substring(at + separator.length(), end));
      end = at;
    }
    parts.add(text.substring(0, end));
    Collections.reverse(parts);
    return parts;
  }

  private List<Object> words(int limit) {
    List<Object> parts = new ArrayList<>();
    int start = skip(0, true);
    while (start < text.length() && parts.size() < limit) {
      int end = skip(start, false);
      parts.add(text.substring(start, end));
      start = skip(end, true);
    }
    if (start < text.length()) {
      parts.add(text.substring(start));
    }
    return parts;
  }

  /** The end of a run of white space, or of other characters. */
  private int skip(int from, boolean space) {
    int i = from;
    while (i < text.length() && Text.isSpace(text.charAt(i)) == space) {
      i++;
    }
    return i;
  }

  private List<Object> wordsFromEnd(int limit) {
    List<Object> parts = new ArrayList<>();
    int end = skipBack(text.length(), true);
    while (end > 0 && parts.size() < limit) {
      int start = skipBack(end, false);
      parts.add(text.substring(start, end));
      end = skipBack(start, true);
    }
    if (end > 0) {
      parts.add(text.substring(0, end));
    }
    Collections.reverse(parts);
    return parts;
  }

  private int skipBack(int from, boolean space) {
    int i = from;
    while (i > 0 && Text.isSpace(text.charAt(i - 1)) == space) {
      i--;
    }
    return i;
  }

  private Object partition(String name, Arguments arguments, boolean last) {
    String separator = arguments.bind(name, "sep").text("sep");
    if (separator.isEmpty()) {
      throw TemplateError.value("empty separator");
    }
    int at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
    if (at < 0) {
      return last ? Tuple.of("", "", text) : Tuple.of(text, "", "");
    }
    return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
  }

  private Object join(Arguments arguments) {
    StringBuilder out = new StringBuilder();
    int[] count = {0};
    Values.iterate(arguments.bind("join", "iterable").get("iterable"))
        .forEachRemaining(
            item -> {
              budget.step();
              if (!(item instanceof String part)) {
                throw TemplateError.type(
                    "sequence item %d: expected str instance, %s found"
                        .formatted(count[0], Values.typeName(item)));
              }
              budget.growth(out.length(), part.length() + text.length());
              out.append(count[0]++ == 0 ? "" : text).append(part);
            });
    return out.toString();
  }

  private Object formatMap(Arguments arguments) {
    Object mapping = arguments.bind("format_map", "mapping").get("mapping");
    if (!(mapping instanceof Dict dict)) {
      throw TemplateError.type("format_map() argument must be a mapping");
    }
    return new StringFormat(access, budget)
        .format(text, new Arguments(List.of(), Evaluator.names(dict)));
  }

  private Object pad(String name, Arguments arguments, boolean left, boolean right) {
    Bound bound = arguments.bind(name, "width", "fillchar?");
    String fill = bound.text("fillchar", " ");
    if (Text.length(fill) != 1) {
      throw TemplateError.type("The fill character must be exactly one character long");
    }
    return pad(text, bound.integer("width"), fill, left, right, budget);
  }

  /** The text in a field of this width. */
  static String pad(
      String text, int width, String fill, boolean left, boolean right, Budget budget) {
    int missing = width - Text.length(text);
    if (missing <= 0) {
      return text;
    }
    budget.text((long) missing + text.length());
    // Where the two sides cannot be equal, Python's rule depends on the width.
    int before = !left ? 0 : !right ? missing : missing / 2 + (missing & width & 1);
    return fill.repeat(before) + text + fill.repeat(missing - before);
  }

  private Object zeroFill(Arguments arguments) {
    int width = arguments.bind("zfill", "width").integer("width");
    boolean sign = text.startsWith("-") || text.startsWith("+");
    String digits = sign ? text.substring(1) : text;
    String filled = pad(digits, width - (sign ? 1 : 0), "0", true, false, budget);
    return (sign ? text.substring(0, 1) : "") + filled;
  }

  private Object hasAffix(String name, Arguments arguments, boolean start) {
    Bound bound =
        arguments.bind(name, name.equals("startswith") ? "prefix" : "suffix", "start?", "end?");
    Object affix = bound.get(start ? "prefix" : "suffix");
    Optional<String> part = part(bound);
    List<Object> affixes = affix instanceof Tuple tuple ? tuple.items() : List.of(affix);
    boolean found = false;
    for (Object one : affixes) {
      if (!(one instanceof String wanted)) {
        throw one instanceof Undefined undefined
            ? undefined.failure()
            : TemplateError.type(
                "%s first arg must be str or a tuple of str, not %s"
                    .formatted(name, Values.typeName(affix)));
      }
      found |= part.map(t -> start ? t.startsWith(wanted) : t.endsWith(wanted)).orElse(false);
    }
    return found;
  }

  /** The part between the arguments start and end; empty if start lies behind the text. */
  private Optional<String> part(Bound bound) {
    int length = Text.length(text);
    int start = bound.given("start").isPresent() ? bound.integer("start") : 0;
    int end = bound.given("end").isPresent() ? bound.integer("end") : length;
    int first = start < 0 ? Math.max(0, start + length) : start;
    int last = ListMethods.place(end, length);
    return first > length || first > last
        ? Optional.empty()
        : Optional.of(Text.slice(text, first, last));
  }

  private Object find(String name, Arguments arguments) {
    Bound bound = arguments.bind(name, "sub", "start?", "end?");
    String wanted = bound.text("sub");
    boolean last = name.startsWith("r");
    int at = part(bound).map(t -> last ? t.lastIndexOf(wanted) : t.indexOf(wanted)).orElse(-1);
    if (at < 0) {
      if (name.endsWith("index")) {
        throw TemplateError.value("substring not found");
      }
      return BigInteger.valueOf(-1);
    }
    int start = bound.given("start").isPresent() ? bound.integer("start") : 0;
    int first = start < 0 ? Math.max(0, start + Text.length(text)) : start;
    return BigInteger.valueOf(first + part(bound).orElseThrow().codePointCount(0, at));
  }

  private Object count(Arguments arguments) {
    Bound bound = arguments.bind("count", "sub", "start?", "end?");
    String wanted = bound.text("sub");
    Optional<String> part = part(bound);
    if (part.isEmpty()) {
      return BigInteger.ZERO;
    }
    if (wanted.isEmpty()) {
      return BigInteger.valueOf(Text.length(part.get()) + 1L);
    }
    int count = 0;
    for (int at = part.get().indexOf(wanted);
        at >= 0;
        at = part.get().indexOf(wanted, at + wanted.length())) {
      count++;
    }
    return BigInteger.valueOf(count);
  }
}
