package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.plumbline.core.error.Nearest;
import org.plumbline.lm.template.TemplateError.Kind;

/** Jinja's tests: what stands behind {@code is}. */
final class Tests {
  /** A test, given the value before {@code is} and what stands in brackets. */
  @FunctionalInterface
  interface Test {
    boolean test(Interpreter interpreter, Object value, Arguments arguments);
  }

  private static final Map<String, Test> ALL = new HashMap<>();

  static {
    plain("defined", value -> !(value instanceof Undefined));
    plain("undefined", value -> value instanceof Undefined);
    plain("none", value -> value == None.NONE);
    plain("boolean", value -> value instanceof Boolean);
    plain("true", value -> value.equals(true));
    plain("false", value -> value.equals(false));
    plain("integer", value -> value instanceof BigInteger);
    plain("float", value -> value instanceof Double);
    plain("number", Numbers::isNumber);
    plain("string", value -> value instanceof String);
    plain("mapping", value -> value instanceof Dict);
    plain("iterable", Values::isIterable);
    plain("sequence", Tests::isSequence);
    plain("callable", value -> value instanceof Callable || value instanceof Undefined);
    // Nothing is escaped here: there is no HTML.
    plain("escaped", value -> false);
    ALL.put("lower", (in, value, arguments) -> isCase(in, value, "islower"));
    ALL.put("upper", (in, value, arguments) -> isCase(in, value, "isupper"));
    ALL.put("odd", (in, value, arguments) -> rest(in, value, BigInteger.TWO, BigInteger.ONE));
    ALL.put("even", (in, value, arguments) -> rest(in, value, BigInteger.TWO, BigInteger.ZERO));
    ALL.put(
        "divisibleby",
        (in, value, arguments) ->
            rest(in, value, arguments.bind("divisibleby", "num").get("num"), BigInteger.ZERO));
    ALL.put("sameas", (in, value, arguments) -> same(value, other("sameas", arguments)));
    ALL.put("filter", (in, value, arguments) -> value instanceof String n && Filters.knows(n));
    ALL.put("test", (in, value, arguments) -> value instanceof String n && ALL.containsKey(n));
    comparison("==", "eq", "equalto");
    comparison("!=", "ne");
    comparison(">", "gt", "greaterthan");
    comparison(">=", "ge");
    comparison("<", "lt", "lessthan");
    comparison("<=", "le");
    comparison("in");
  }

  private Tests() {}

  private static void plain(String name, Predicate<Object> rule) {
    ALL.put(
        name,
        (in, value, arguments) -> {
          arguments.bind(name);
          return rule.test(value);
        });
  }

  private static void comparison(String operator, String... names) {
    Test test = (in, value, arguments) -> Values.holds(operator, value, other(operator, arguments));
    ALL.put(operator, test);
    for (String name : names) {
      ALL.put(name, test);
    }
  }

  private static Object other(String name, Arguments arguments) {
    return arguments.bind(name, "other").get("other");
  }

  private static boolean isSequence(Object value) {
    return value instanceof String
        || value instanceof List<?>
        || value instanceof Tuple
        || value instanceof Dict
        || value instanceof Range
        || value instanceof Undefined;
  }

  private static boolean isCase(Interpreter in, Object value, String method) {
    return Values.truth(
        Evaluator.call(in.access().attribute(Printer.str(value), method), Arguments.EMPTY));
  }

  private static boolean rest(Interpreter in, Object value, Object divisor, Object wanted) {
    return Values.equal(in.operators().apply("%", value, divisor), wanted);
  }

  private static boolean same(Object value, Object other) {
    boolean immutable =
        value instanceof String || value instanceof Boolean || value instanceof BigInteger;
    return immutable ? value.equals(other) : Values.identical(value, other);
  }

  /** Fails if there is no such test. */
  static void require(String name, int line) {
    if (!ALL.containsKey(name)) {
      throw new TemplateError(
          Kind.SYNTAX,
          "No test named '%s'.%s"
              .formatted(
                  name,
                  Nearest.to(name, ALL.keySet()).map(" Did you mean '%s'?"::formatted).orElse("")),
          line);
    }
  }

  static boolean test(Interpreter in, String name, Object value, Arguments arguments) {
    require(name, 0);
    return Objects.requireNonNull(ALL.get(name)).test(in, value, arguments);
  }
}
