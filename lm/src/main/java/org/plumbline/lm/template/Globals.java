package org.plumbline.lm.template;

import java.math.BigInteger;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.plumbline.lm.template.Arguments.Bound;
import org.plumbline.lm.template.TemplateError.Kind;

/** The functions that every template may call: Jinja's, and the two of Hugging Face. */
final class Globals {
  private Globals() {}

  static void addTo(Scope scope, Clock clock, Interpreter interpreter) {
    scope.set("range", (Callable) Globals::range);
    scope.set("dict", (Callable) arguments -> dict(arguments, interpreter));
    scope.set("namespace", (Callable) a -> new Namespace(dict(a, interpreter)));
    scope.set("cycler", (Callable) arguments -> new Cycler(arguments.positional()));
    scope.set(
        "joiner",
        (Callable) arguments -> new Joiner(arguments.bind("joiner", "sep?").text("sep", ", ")));
    scope.set(
        "lipsum",
        (Callable)
            arguments -> {
              throw TemplateError.unsupported("the function 'lipsum'");
            });
    scope.set("raise_exception", (Callable) Globals::raise);
    scope.set(
        "strftime_now",
        (Callable)
            arguments ->
                DateFormat.format(arguments.bind("strftime_now", "format").text("format"), clock));
  }

  private static Object raise(Arguments arguments) {
    Object message = arguments.bind("raise_exception", "message").get("message");
    throw new TemplateError(Kind.RAISED, Printer.str(message), 0);
  }

  private static Object range(Arguments arguments) {
    List<Object> given = arguments.positional();
    if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty()) {
      throw TemplateError.type("range expected 1 to 3 arguments, got " + given.size());
    }
    long first = integer(given.get(0));
    return given.size() == 1
        ? Range.of(0, first, 1)
        : Range.of(first, integer(given.get(1)), given.size() == 3 ? integer(given.get(2)) : 1);
  }

  private static long integer(Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    // Far enough apart to be too big, and near enough that nothing overflows.
    BigInteger far = BigInteger.valueOf(Long.MAX_VALUE / 4);
    return Numbers.asInteger(value)
        .orElseThrow(
            () ->
                TemplateError.type(
                    "'%s' object cannot be interpreted as an integer"
                        .formatted(Values.typeName(value))))
        .min(far)
        .max(far.negate())
        .longValue();
  }

  private static Dict dict(Arguments arguments, Interpreter interpreter) {
    Bound bound = new Arguments(arguments.positional(), Map.of()).bind("dict", "mapping?");
    Dict dict = new Dict();
    bound
        .given("mapping")
        .ifPresent(
            source -> {
              if (source instanceof Dict other) {
                dict.putAll(other);
              } else {
                for (Object pair : interpreter.list(source)) {
                  List<Object> parts = interpreter.unpacked(pair, 2);
                  dict.put(parts.get(0), parts.get(1));
                }
              }
            });
    arguments.named().forEach(dict::put);
    return dict;
  }
}
