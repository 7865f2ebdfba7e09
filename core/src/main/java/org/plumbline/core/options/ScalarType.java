package org.plumbline.core.options;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;

/**
 * How a single value is read and written.
 *
 * @param rule what it must be, for example {@code a whole number}
 * @param example one that is right; empty if none says more than the rule
 * @param choices all values, where they can be counted
 * @param parse throws an IllegalArgumentException or InvalidInputException on what breaks the rule
 * @param print the text that parse reads back
 */
record ScalarType(
    String rule,
    String example,
    List<String> choices,
    Function<String, Object> parse,
    Function<Object, String> print) {

  private static final ScalarType INT =
      new ScalarType("a whole number", "100", List.of(), ScalarType::toInt, String::valueOf);
  private static final ScalarType LONG =
      new ScalarType("a whole number", "100", List.of(), ScalarType::toLong, String::valueOf);
  private static final ScalarType DOUBLE =
      new ScalarType("a number", "0.001", List.of(), ScalarType::toDouble, ScalarType::printed);
  private static final ScalarType BOOLEAN =
      new ScalarType(
          "true or false", "", List.of("true", "false"), ScalarType::toBoolean, String::valueOf);
  private static final ScalarType STRING =
      new ScalarType("a text", "", List.of(), text -> text, String::valueOf);
  private static final ScalarType PATH =
      new ScalarType("a path", "data/pairs.jsonl", List.of(), Path::of, String::valueOf);

  /** The type of values of a class; empty if a single text cannot stand for them. */
  static Optional<ScalarType> of(Class<?> type) {
    if (type.isEnum()) {
      return Optional.of(ofEnum(type));
    }
    return switch (type.getName()) {
      case "int", "java.lang.Integer" -> Optional.of(INT);
      case "long", "java.lang.Long" -> Optional.of(LONG);
      case "double", "java.lang.Double" -> Optional.of(DOUBLE);
      case "boolean", "java.lang.Boolean" -> Optional.of(BOOLEAN);
      case "java.lang.String" -> Optional.of(STRING);
      case "java.nio.file.Path" -> Optional.of(PATH);
      default -> ofParseMethod(type);
    };
  }

  private static ScalarType ofEnum(Class<?> type) {
    List<Object> constants = Arrays.asList((Object[]) type.getEnumConstants());
    List<String> names = constants.stream().map(ScalarType::kebab).toList();
    return new ScalarType(
        "one of " + String.join(", ", names),
        "",
        names,
        text -> {
          int index = names.indexOf(text);
          if (index < 0) {
            throw new IllegalArgumentException(
                Nearest.to(text, names).map("did you mean '%s'?"::formatted).orElse(""));
          }
          return constants.get(index);
        },
        ScalarType::kebab);
  }

  private static Optional<ScalarType> ofParseMethod(Class<?> type) {
    try {
      Method parse = type.getDeclaredMethod("parse", String.class);
      boolean fits =
          Modifier.isStatic(parse.getModifiers())
              && Modifier.isPublic(parse.getModifiers())
              && type.isAssignableFrom(parse.getReturnType());
      parse.setAccessible(true);
      return fits
          ? Optional.of(
              new ScalarType(
                  "a valid " + words(type.getSimpleName()),
                  "",
                  List.of(),
                  text -> invoke(parse, text),
                  String::valueOf))
          : Optional.empty();
    } catch (NoSuchMethodException e) {
      return Optional.empty();
    }
  }

  private static Object invoke(Method parse, String text) {
    try {
      return parse.invoke(null, text);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(parse + " must throw no checked exceptions", e);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(parse + " must be public", e);
    }
  }

  private static Object toInt(String text) {
    return Integer.parseInt(withoutUnderscores(text));
  }

  private static Object toLong(String text) {
    return Long.parseLong(withoutUnderscores(text));
  }

  /** Underscores between digits, as Java and YAML allow them: {@code 1_000_000}. */
  private static String withoutUnderscores(String text) {
    return text.matches("[-+]?\\d+(_\\d+)*") ? text.replace("_", "") : text;
  }

  private static Object toDouble(String text) {
    // Java also reads 1d, 0x1p3 and NaN; none of them is meant in an option.
    if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?")) {
      throw new IllegalArgumentException();
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new InvalidInputException("that is too large");
    }
    return value;
  }

  private static Object toBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static String printed(Object value) {
    double number = (Double) value;
    double size = Math.abs(number);
    if (size != 0 && (size < 1e-6 || size >= 1e9)) {
      return Double.toString(number);
    }
    String plain = new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    return number == 0 ? Double.toString(number) : plain;
  }

  private static String kebab(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String words(String camelCase) {
    return OptionSchema.kebab(camelCase).replace('-', ' ');
  }
}
