package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.plumbline.core.error.Nearest;
import org.plumbline.lm.template.TemplateError.Kind;

/** Jinja's filters by name: what stands behind {@code |}. */
final class Filters {
  /** A filter, given the value before {@code |} and what stands in brackets. */
  @FunctionalInterface
  interface Filter {
    Object apply(Interpreter interpreter, Object value, Arguments arguments);
  }

  /** For HTML, by chance, or of Python's own layout. */
  private static final Set<String> LEFT_OUT =
      Set.of("filesizeformat", "pprint", "random", "striptags", "urlize", "wordwrap", "xmlattr");

  private static final Map<String, Filter> ALL = new HashMap<>();

  static {
    TextFilters.addTo(ALL);
    NumberFilters.addTo(ALL);
    ListFilters.addTo(ALL);
    ALL.put("default", Filters::defaultTo);
    ALL.put("d", Filters::defaultTo);
    ALL.put("length", Filters::length);
    ALL.put("count", Filters::length);
    ALL.put("attr", Filters::attribute);
    ALL.put("tojson", (in, value, arguments) -> JsonText.write(value, arguments, in.budget()));
  }

  private Filters() {}

  private static Object defaultTo(Interpreter in, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("default", "default_value?", "boolean?");
    boolean replaced =
        value instanceof Undefined || bound.flag("boolean", false) && !Values.truth(value);
    return replaced ? bound.get("default_value", "") : value;
  }

  private static Object length(Interpreter in, Object value, Arguments arguments) {
    arguments.bind("length");
    return BigInteger.valueOf(Values.length(value));
  }

  private static Object attribute(Interpreter in, Object value, Arguments arguments) {
    String name = arguments.bind("attr", "name").text("name");
    return in.access().ownAttribute(value, name).orElseGet(() -> Undefined.missing(value, name));
  }

  static boolean knows(String name) {
    return ALL.containsKey(name);
  }

  /** Fails if there is no such filter. */
  static void require(String name, int line) {
    if (LEFT_OUT.contains(name)) {
      throw TemplateError.unsupported("the filter '%s'".formatted(name)).at(line);
    }
    if (!knows(name)) {
      throw new TemplateError(
          Kind.SYNTAX,
          "No filter named '%s'.%s"
              .formatted(
                  name,
                  Nearest.to(name, ALL.keySet()).map(" Did you mean '%s'?"::formatted).orElse("")),
          line);
    }
  }

  static Object apply(Interpreter in, String name, Object value, Arguments arguments) {
    require(name, 0);
    return Objects.requireNonNull(ALL.get(name)).apply(in, value, arguments);
  }
}
