package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plumbline.lm.template.TemplateError.Kind;

/** Python's arithmetic, on numbers, texts and lists. */
final class Operators {
  private final Budget budget;

  Operators(Budget budget) {
    this.budget = budget;
  }

  Object apply(String operator, Object left, Object right) {
    if (operator.equals("%") && left instanceof String format) {
      return PercentFormat.format(format, right, budget);
    }
    if (left instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (right instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return numbers(operator, left, right);
    }
    Optional<Object> joined =
        switch (operator) {
          case "+" -> concatenated(left, right);
          case "*" -> repeated(left, right).or(() -> repeated(right, left));
          default -> Optional.empty();
        };
    return joined.orElseThrow(() -> unsupported(operator, left, right));
  }

  private Optional<Object> concatenated(Object left, Object right) {
    if (left instanceof String a && right instanceof String b) {
      budget.text((long) a.length() + b.length());
      return Optional.of(a + b);
    }
    if (left instanceof List<?> a && right instanceof List<?> b) {
      return Optional.of(together(a, b));
    }
    if (left instanceof Tuple a && right instanceof Tuple b) {
      return Optional.of(new Tuple(together(a.items(), b.items())));
    }
    return Optional.empty();
  }

  private List<Object> together(List<?> left, List<?> right) {
    budget.elements((long) left.size() + right.size());
    List<Object> all = new ArrayList<>(left);
    all.addAll(right);
    return all;
  }

  private Optional<Object> repeated(Object sequence, Object count) {
    Optional<BigInteger> given = Numbers.asInteger(count);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    int times = given.get().max(BigInteger.ZERO).min(BigInteger.valueOf(1 << 30)).intValue();
    return Optional.ofNullable(
        switch (sequence) {
          case String text -> {
            budget.text((long) text.length() * times);
            yield text.isEmpty() ? "" : text.repeat(times);
          }
          case List<?> list -> repeated(list, times);
          case Tuple tuple -> new Tuple(repeated(tuple.items(), times));
          default -> null;
        });
  }

  private List<Object> repeated(List<?> list, int times) {
    budget.elements((long) list.size() * times);
    List<Object> all = new ArrayList<>();
    for (int i = 0; !list.isEmpty() && i < times; i++) {
      all.addAll(list);
    }
    return all;
  }

  private static TemplateError unsupported(String operator, Object left, Object right) {
    String first = Values.typeName(left);
    String second = Values.typeName(right);
    boolean joins = left instanceof String || left instanceof List<?> || left instanceof Tuple;
    if (operator.equals("+") && joins) {
      return TemplateError.type(
          "can only concatenate %s (not \"%s\") to %s".formatted(first, second, first));
    }
    if (operator.equals("*") && (joins || right instanceof String || right instanceof List<?>)) {
      return TemplateError.type(
          "can't multiply sequence by non-int of type '%s'".formatted(joins ? second : first));
    }
    return TemplateError.type(
        "unsupported operand type(s) for %s: '%s' and '%s'"
            .formatted(operator.equals("**") ? "** or pow()" : operator, first, second));
  }

  private Object numbers(String operator, Object left, Object right) {
    Optional<BigInteger> a = Numbers.asInteger(left);
    Optional<BigInteger> b = Numbers.asInteger(right);
    if (a.isPresent() && b.isPresent() && !operator.equals("/")) {
      return integers(operator, a.get(), b.get());
    }
    double x = Numbers.toDouble(left);
    double y = Numbers.toDouble(right);
    if (y == 0 && (operator.startsWith("/") || operator.equals("%"))) {
      boolean whole = a.isPresent() && b.isPresent();
      throw zero(
          operator.equals("%")
              ? "float modulo"
              : whole ? "division by zero" : "float division by zero");
    }
    return switch (operator) {
      case "+" -> x + y;
      case "-" -> x - y;
      case "*" -> x * y;
      case "/" -> x / y;
      case "//" -> (x - modulo(x, y)) / y;
      case "%" -> modulo(x, y);
      default -> power(x, y);
    };
  }

  // As in Python, the result has the sign of the divisor.
  private static double modulo(double x, double y) {
    double rest = x % y;
    return rest != 0 && rest < 0 != y < 0 ? rest + y : rest == 0 ? Math.copySign(0.0, y) : rest;
  }

  private static double power(double x, double y) {
    if (x == 0 && y < 0) {
      throw zero("0.0 cannot be raised to a negative power");
    }
    double result = Math.pow(x, y);
    if (Double.isNaN(result) && !Double.isNaN(x) && !Double.isNaN(y)) {
      throw TemplateError.unsupported("a complex number");
    }
    if (Double.isInfinite(result) && Double.isFinite(x) && Double.isFinite(y)) {
      throw new TemplateError(Kind.OVERFLOW, "(34, 'Numerical result out of range')", 0);
    }
    return result;
  }

  private Object integers(String operator, BigInteger a, BigInteger b) {
    return switch (operator) {
      case "+" -> budget.checked(a.add(b));
      case "-" -> budget.checked(a.subtract(b));
      case "*" -> budget.checked(a.multiply(b));
      case "//" -> floor(a, b, "integer division or modulo by zero")[0];
      case "%" -> floor(a, b, "integer modulo by zero")[1];
      default -> power(a, b);
    };
  }

  private static BigInteger[] floor(BigInteger a, BigInteger b, String byZero) {
    if (b.signum() == 0) {
      throw zero(byZero);
    }
    BigInteger[] parts = a.divideAndRemainder(b);
    boolean below = parts[1].signum() != 0 && parts[1].signum() != b.signum();
    return below ? new BigInteger[] {parts[0].subtract(BigInteger.ONE), parts[1].add(b)} : parts;
  }

  private Object power(BigInteger base, BigInteger exponent) {
    if (exponent.signum() < 0) {
      return power(Numbers.toDouble(base), Numbers.toDouble(exponent));
    }
    if (base.abs().compareTo(BigInteger.ONE) <= 0) {
      return exponent.testBit(0) ? base : exponent.signum() == 0 ? BigInteger.ONE : base.abs();
    }
    // No base of two bits or more stays within the limit beyond it.
    int most = Budget.MAX_DIGITS * 4;
    if (exponent.compareTo(BigInteger.valueOf(most)) > 0
        || (long) (base.bitLength() - 1) * exponent.intValue() > most) {
      return budget.checked(BigInteger.ONE.shiftLeft(most));
    }
    return budget.checked(base.pow(exponent.intValue()));
  }

  private static TemplateError zero(String message) {
    return new TemplateError(Kind.DIVISION, message, 0);
  }

  /** {@code -value} and {@code +value}. */
  static Object signed(boolean minus, Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (value instanceof Double number) {
      return minus ? -number : number;
    }
    BigInteger integer =
        Numbers.asInteger(value)
            .orElseThrow(
                () ->
                    TemplateError.type(
                        "bad operand type for unary %s: '%s'"
                            .formatted(minus ? "-" : "+", Values.typeName(value))));
    return minus ? integer.negate() : integer;
  }
}
