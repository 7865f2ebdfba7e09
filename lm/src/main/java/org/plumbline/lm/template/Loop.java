package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** The variable {@code loop} of a loop. */
final class Loop implements HasAttributes, Callable {
  private final int depth;
  private final Optional<BiFunction<Object, Integer, Object>> recursion;
  private Iterator<Object> elements;
  private OptionalInt length;
  private int index = -1;
  private Optional<Object> previous = Optional.empty();
  private Optional<Object> current = Optional.empty();
  private Optional<Object> next = Optional.empty();
  private Optional<Tuple> lastChanged = Optional.empty();

  /**
   * Stands before the first element.
   *
   * @param recursion what {@code loop(elements)} does, given the elements and the depth
   */
  Loop(
      Iterator<Object> elements,
      OptionalInt length,
      int depth,
      Optional<BiFunction<Object, Integer, Object>> recursion) {
    this.elements = elements;
    this.length = length;
    this.depth = depth;
    this.recursion = recursion;
  }

  boolean hasNext() {
    return next.isPresent() || elements.hasNext();
  }

  Object advance() {
    Object value = peek().orElseThrow();
    next = Optional.empty();
    previous = current;
    current = Optional.of(value);
    index++;
    return value;
  }

  private Optional<Object> peek() {
    if (next.isEmpty() && elements.hasNext()) {
      next = Optional.of(elements.next());
    }
    return next;
  }

  int length() {
    if (length.isEmpty()) {
      List<Object> rest = new ArrayList<>();
      elements.forEachRemaining(rest::add);
      elements = rest.iterator();
      length = OptionalInt.of(index + 1 + rest.size() + (next.isPresent() ? 1 : 0));
    }
    return length.getAsInt();
  }

  @Override
  public Optional<Object> attribute(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "index" -> integer(index + 1);
          case "index0" -> integer(index);
          case "revindex" -> integer(length() - index);
          case "revindex0" -> integer(length() - index - 1);
          case "first" -> index == 0;
          case "last" -> !hasNext();
          case "length" -> integer(length());
          case "depth" -> integer(depth + 1);
          case "depth0" -> integer(depth);
          case "previtem" -> previous.orElse(Undefined.of("there is no previous item"));
          case "nextitem" -> peek().orElse(Undefined.of("there is no next item"));
          case "cycle" -> (Callable) this::cycle;
          case "changed" -> (Callable) this::changed;
          default -> null;
        });
  }

  private Object cycle(Arguments arguments) {
    List<Object> items = arguments.positional();
    if (items.isEmpty()) {
      throw TemplateError.type("no items for cycling given");
    }
    return items.get(index % items.size());
  }

  private Object changed(Arguments arguments) {
    Tuple value = new Tuple(arguments.positional());
    boolean changed = lastChanged.map(last -> !Values.equal(last, value)).orElse(true);
    lastChanged = Optional.of(value);
    return changed;
  }

  @Override
  public Object call(Arguments arguments) {
    Object inner = arguments.bind("loop", "iterable").get("iterable");
    return recursion
        .orElseThrow(
            () ->
                TemplateError.type(
                    "The loop must have the 'recursive' marker to be called recursively."))
        .apply(inner, depth + 1);
  }

  @Override
  public String toString() {
    return "<LoopContext %d/%d>".formatted(index + 1, length());
  }

  private static BigInteger integer(int value) {
    return BigInteger.valueOf(value);
  }
}
