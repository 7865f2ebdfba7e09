package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * {@code object.name} and {@code object[key]}: Jinja tries both ways, in another order each.
 *
 * <p>This is the sandbox: values are the engine's own, and only what is listed in the classes of
 * methods can be reached. What would change a list or a dict is refused, as in Hugging Face's
 * environment.
 */
final class Access {
  private final Budget budget;

  Access(Budget budget) {
    this.budget = budget;
  }

  /** {@code object.name}: an attribute, else an item. */
  Object attribute(Object object, String name) {
    return ownAttribute(object, name)
        .or(() -> object instanceof Dict dict ? dict.get(name) : Optional.empty())
        .orElseGet(() -> Undefined.missing(object, name));
  }

  /** {@code object[key]}: an item, else an attribute. */
  Object item(Object object, Object key) {
    return element(object, key)
        .or(() -> key instanceof String name ? ownAttribute(object, name) : Optional.empty())
        .orElseGet(() -> Undefined.missing(object, key));
  }

  /** An attribute in Python's sense: a method, or what the engine's own values have. */
  Optional<Object> ownAttribute(Object object, String name) {
    if (object instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (name.startsWith("__") && name.endsWith("__")) {
      return Optional.of(Undefined.unsafe(object, name));
    }
    return switch (object) {
      case HasAttributes own -> own.attribute(name);
      case String text -> method(text, name, StringMethods.of(text, name, this, budget));
      case Dict dict ->
          DictMethods.CHANGING.contains(name)
              ? Optional.of(Undefined.unsafe(dict, name))
              : method(dict, name, DictMethods.of(dict, name));
      case List<?> list ->
          ListMethods.CHANGING.contains(name)
              ? Optional.of(Undefined.unsafe(list, name))
              : method(list, name, ListMethods.of(list, name));
      case Tuple tuple ->
          tuple.named(name).or(() -> method(tuple, name, ListMethods.ofTuple(tuple, name)));
      case BigInteger number -> NumberMethods.of(number, name);
      case Double number -> NumberMethods.of(number, name);
      case Boolean flag -> NumberMethods.of(Numbers.asInteger(flag).orElseThrow(), name);
      default -> Optional.empty();
    };
  }

  private static Optional<Object> method(Object receiver, String name, Optional<Callable> body) {
    return body.map(callable -> new Method(receiver, name, callable));
  }

  private static Optional<Object> element(Object object, Object key) {
    if (object instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (object instanceof Dict dict) {
      boolean unhashable = key instanceof List<?> || key instanceof Dict;
      return unhashable ? Optional.empty() : dict.get(key);
    }
    Optional<BigInteger> index = Numbers.asInteger(key);
    boolean sequence =
        object instanceof String
            || object instanceof List<?>
            || object instanceof Tuple
            || object instanceof Range;
    if (index.isEmpty() || !sequence) {
      return Optional.empty();
    }
    BigInteger size = BigInteger.valueOf(Values.length(object));
    BigInteger place = index.get().signum() < 0 ? index.get().add(size) : index.get();
    boolean inside = place.signum() >= 0 && place.compareTo(size) < 0;
    return inside ? Optional.of(at(object, place.intValue())) : Optional.empty();
  }

  private static Object at(Object sequence, int index) {
    return switch (sequence) {
      case String text -> Text.slice(text, index, index + 1);
      case List<?> list -> list.get(index);
      case Tuple tuple -> tuple.items().get(index);
      case Range range -> range.at(index);
      default -> throw new IllegalStateException(Values.typeName(sequence));
    };
  }

  /** {@code a.b.0}: what a filter's {@code attribute} names. */
  Object path(Object object, Object path) {
    if (!(path instanceof String names)) {
      return path == None.NONE ? object : item(object, path);
    }
    Object value = object;
    for (String name : names.split("\\.", -1)) {
      boolean digits = !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
      value = item(value, digits ? new BigInteger(name) : name);
    }
    return value;
  }
}
