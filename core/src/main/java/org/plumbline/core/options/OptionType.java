package org.plumbline.core.options;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.GivenValue.Items;
import org.plumbline.core.options.GivenValue.Nothing;
import org.plumbline.core.options.GivenValue.Text;

/** How the value of an option is read and written: one value, none or one, or a list. */
record OptionType(Shape shape, ScalarType scalar, Class<?> container) {
  /** What stands for an absent value. */
  static final String NONE = "none";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  enum Shape {
    ONE,
    OPTIONAL,
    LIST
  }

  /** The type of a record component; empty for one that is no leaf. */
  static Optional<OptionType> of(Type type) {
    if (type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> container
        && generic.getActualTypeArguments()[0] instanceof Class<?> element
        && (container == List.class || container == Optional.class)) {
      Shape shape = container == List.class ? Shape.LIST : Shape.OPTIONAL;
      return ScalarType.of(element).map(scalar -> new OptionType(shape, scalar, container));
    }
    if (!(type instanceof Class<?> plain)) {
      return Optional.empty();
    }
    return switch (plain.getName()) {
      case "java.util.OptionalInt" -> optional(plain, int.class);
      case "java.util.OptionalLong" -> optional(plain, long.class);
      case "java.util.OptionalDouble" -> optional(plain, double.class);
      default -> ScalarType.of(plain).map(scalar -> new OptionType(Shape.ONE, scalar, plain));
    };
  }

  private static Optional<OptionType> optional(Class<?> container, Class<?> element) {
    return ScalarType.of(element).map(scalar -> new OptionType(Shape.OPTIONAL, scalar, container));
  }

  /** What it must be, with an example. */
  String rule() {
    String example = scalar.example().isEmpty() ? "" : " such as " + scalar.example();
    return switch (shape) {
      case ONE -> scalar.rule() + example;
      case OPTIONAL -> "%s%s, or %s".formatted(scalar.rule(), example, NONE);
      case LIST -> "a list of values separated by commas, each " + scalar.rule() + example;
    };
  }

  Object parse(String name, GivenValue given) {
    return switch (shape) {
      case ONE -> one(name, single(name, given), given);
      case OPTIONAL -> {
        boolean absent = given instanceof Nothing || given.toString().equals(NONE);
        yield absent ? none() : some(one(name, single(name, given), given));
      }
      case LIST -> items(given).stream().map(item -> one(name, item, given)).toList();
    };
  }

  /** As it would be written on the command line. */
  String print(Object value) {
    List<String> texts = values(value).stream().map(scalar.print()).toList();
    return shape == Shape.OPTIONAL && texts.isEmpty() ? NONE : String.join(",", texts);
  }

  JsonNode toJson(Object value) {
    List<JsonNode> nodes = values(value).stream().map(this::scalarJson).toList();
    return switch (shape) {
      case ONE -> nodes.getFirst();
      case OPTIONAL -> nodes.isEmpty() ? JSON.nullNode() : nodes.getFirst();
      case LIST -> new ArrayNode(JSON, new ArrayList<>(nodes));
    };
  }

  private JsonNode scalarJson(Object value) {
    return switch (value) {
      case Integer number -> JSON.numberNode(number.intValue());
      case Long number -> JSON.numberNode(number.longValue());
      case Double number -> JSON.numberNode(number.doubleValue());
      case Boolean truth -> JSON.booleanNode(truth);
      default -> JSON.textNode(scalar.print().apply(value));
    };
  }

  private Object one(String name, String text, GivenValue given) {
    try {
      return scalar.parse().apply(text);
    } catch (IllegalArgumentException e) {
      // Only our own messages help here: those of Integer.parseInt repeat the input.
      String said = e.getClass() == IllegalArgumentException.class ? e.getMessage() : null;
      throw wrong(name, text, given, said == null ? "" : said, e);
    } catch (InvalidInputException e) {
      throw wrong(name, text, given, e.getMessage(), e);
    }
  }

  private InvalidInputException wrong(
      String name, String text, GivenValue given, String more, Exception cause) {
    return new InvalidInputException(
        "option '%s' must be %s (got '%s', %s)%s"
            .formatted(name, rule(), text, given.place(), more.isEmpty() ? "" : "; " + more),
        cause);
  }

  private String single(String name, GivenValue given) {
    return switch (given) {
      case Text text -> text.text();
      case Items items ->
          throw new InvalidInputException(
              "option '%s' must be %s, not a list (got %s, %s)"
                  .formatted(name, rule(), items, items.place()));
      case Nothing nothing ->
          throw new InvalidInputException(
              "option '%s' must be %s (nothing is given, %s); leave the key out for the default"
                  .formatted(name, rule(), nothing.place()));
    };
  }

  private static List<String> items(GivenValue given) {
    return switch (given) {
      case Items items -> items.items();
      case Text text when text.text().isBlank() -> List.of();
      case Text text -> Arrays.stream(text.text().split(",", -1)).map(String::strip).toList();
      case Nothing nothing -> List.of();
    };
  }

  private Object some(Object value) {
    return switch (container.getSimpleName()) {
      case "OptionalInt" -> OptionalInt.of((Integer) value);
      case "OptionalLong" -> OptionalLong.of((Long) value);
      case "OptionalDouble" -> OptionalDouble.of((Double) value);
      default -> Optional.of(value);
    };
  }

  private Object none() {
    return switch (container.getSimpleName()) {
      case "OptionalInt" -> OptionalInt.empty();
      case "OptionalLong" -> OptionalLong.empty();
      case "OptionalDouble" -> OptionalDouble.empty();
      default -> Optional.empty();
    };
  }

  private static List<Object> values(Object value) {
    return switch (value) {
      case List<?> list -> List.copyOf(list);
      case Optional<?> optional -> optional.<List<Object>>map(List::of).orElse(List.of());
      case OptionalInt optional -> optional.isPresent() ? List.of(optional.getAsInt()) : List.of();
      case OptionalLong optional ->
          optional.isPresent() ? List.of(optional.getAsLong()) : List.of();
      case OptionalDouble optional ->
          optional.isPresent() ? List.of(optional.getAsDouble()) : List.of();
      default -> List.of(value);
    };
  }
}
