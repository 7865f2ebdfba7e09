package org.plumbline.lm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import org.plumbline.lm.template.Arguments.Bound;
import org.plumbline.lm.template.Filters.Filter;
import org.plumbline.lm.template.TemplateError.Kind;

/** Filters that make numbers. */
final class NumberFilters {
  private NumberFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("abs", NumberFilters::absolute);
    filters.put("int", NumberFilters::integer);
    filters.put("float", NumberFilters::floating);
    filters.put("round", NumberFilters::round);
  }

  private static Object absolute(Interpreter in, Object value, Arguments arguments) {
    arguments.bind("abs");
    if (value instanceof Double number) {
      return Math.abs(number);
    }
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    return Numbers.asInteger(value)
        .<Object>map(BigInteger::abs)
        .orElseThrow(
            () ->
                TemplateError.type(
                    "bad operand type for abs(): '%s'".formatted(Values.typeName(value))));
  }

  private static Object integer(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("int", "default?", "base?");
    Object otherwise = bound.get("default", BigInteger.ZERO);
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (value instanceof Double number && Double.isInfinite(number)) {
      throw new TemplateError(Kind.OVERFLOW, "cannot convert float infinity to integer", 0);
    }
    int base = bound.integer("base", 10);
    Optional<BigInteger> whole =
        value instanceof String text && (base == 0 || base >= 2 && base <= 36)
            ? Numbers.parseInteger(text, base)
            : Numbers.asInteger(value);
    return whole
        .<Object>map(number -> number)
        .or(() -> number(value).filter(Double::isFinite).map(x -> new BigDecimal(x).toBigInteger()))
        .orElse(otherwise);
  }

  private static Object floating(Interpreter in, Object value, Arguments arguments) {
    Object otherwise = arguments.bind("float", "default?").get("default", 0.0);
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    return number(value).<Object>map(x -> x).orElse(otherwise);
  }

  private static Optional<Double> number(Object value) {
    if (value instanceof String text) {
      return Numbers.parseFloat(text);
    }
    return Numbers.isNumber(value) ? Optional.of(Numbers.toDouble(value)) : Optional.empty();
  }

  private static Object round(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("round", "precision?", "method?");
    int precision = Math.max(-400, Math.min(400, bound.integer("precision", 0)));
    String method = bound.text("method", "common");
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (!Numbers.isNumber(value)) {
      throw TemplateError.type(
          "type %s doesn't define __round__ method".formatted(Values.typeName(value)));
    }
    if (method.equals("common")) {
      return value instanceof Double number
          ? (Object) NumberFormat.round(number, precision)
          : new BigDecimal(Numbers.asInteger(value).orElseThrow())
              .setScale(Math.min(0, precision), RoundingMode.HALF_EVEN)
              .toBigInteger();
    }
    double scale = Math.pow(10, precision);
    double scaled = Numbers.toDouble(value) * scale;
    return switch (method) {
      case "ceil" -> Math.ceil(scaled) / scale;
      case "floor" -> Math.floor(scaled) / scale;
      default -> throw new TemplateError(Kind.RUNTIME, "method must be common, ceil or floor", 0);
    };
  }
}
