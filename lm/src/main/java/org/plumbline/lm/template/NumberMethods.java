package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/** What numbers have: little that a template uses. */
final class NumberMethods {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "as_integer_ratio",
          "conjugate",
          "denominator",
          "from_bytes",
          "fromhex",
          "hex",
          "imag",
          "is_integer",
          "numerator",
          "real",
          "to_bytes");

  private NumberMethods() {}

  static Optional<Object> of(Object number, String name) {
    if (number instanceof BigInteger integer && name.equals("bit_length")) {
      return Optional.of(
          new Method(integer, name, a -> BigInteger.valueOf(integer.abs().bitLength())));
    }
    if (number instanceof Double value && name.equals("is_integer")) {
      return Optional.of(new Method(value, name, a -> value % 1 == 0));
    }
    if (LEFT_OUT.contains(name)) {
      throw TemplateError.unsupported(
          "the attribute '%s' of a value of type '%s'".formatted(name, Values.typeName(number)));
    }
    return Optional.empty();
  }
}
