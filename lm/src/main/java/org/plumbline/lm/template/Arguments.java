package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a call, a filter or a test was given. */
record Arguments(List<Object> positional, Map<String, Object> named) {
  static final Arguments EMPTY = new Arguments(List.of(), Map.of());

  static Arguments of(Object... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  /** The same without the first so many positional ones. */
  Arguments from(int first) {
    return new Arguments(positional.subList(first, positional.size()), named);
  }

  /**
   * Sorts them by parameter.
   *
   * @param function what messages call it
   * @param parameters names, in order; those that end in '?' may be left out
   */
  Bound bind(String function, String... parameters) {
    if (positional.size() > parameters.length) {
      throw TemplateError.type(
          "%s() takes at most %d arguments (%d given)"
              .formatted(function, parameters.length, positional.size()));
    }
    Map<String, Object> values = new LinkedHashMap<>();
    Set<String> unknown = new HashSet<>(named.keySet());
    for (int i = 0; i < parameters.length; i++) {
      boolean optional = parameters[i].endsWith("?");
      String name =
          optional ? parameters[i].substring(0, parameters[i].length() - 1) : parameters[i];
      Object byName = named.get(name);
      unknown.remove(name);
      if (i < positional.size()) {
        if (byName != null) {
          throw TemplateError.type(
              "%s() got multiple values for argument '%s'".formatted(function, name));
        }
        values.put(name, positional.get(i));
      } else if (byName != null) {
        values.put(name, byName);
      } else if (!optional) {
        throw TemplateError.type("%s() lacks the argument '%s'".formatted(function, name));
      }
    }
    if (!unknown.isEmpty()) {
      throw TemplateError.type(
          "%s() got an unexpected keyword argument '%s'"
              .formatted(function, unknown.stream().sorted().findFirst().orElseThrow()));
    }
    return new Bound(function, values);
  }

  /** Arguments by the names of their parameters. */
  record Bound(String function, Map<String, Object> values) {
    Object get(String name) {
      Object value = values.get(name);
      if (value == null) {
        throw new IllegalStateException(function + " has no parameter " + name);
      }
      return value;
    }

    Object get(String name, Object otherwise) {
      return values.getOrDefault(name, otherwise);
    }

    /** Empty too if it is None. */
    Optional<Object> given(String name) {
      return Optional.ofNullable(values.get(name)).filter(value -> value != None.NONE);
    }

    boolean flag(String name, boolean otherwise) {
      return Optional.ofNullable(values.get(name)).map(Values::truth).orElse(otherwise);
    }

    String text(String name) {
      Object value = get(name);
      if (value instanceof String text) {
        return text;
      }
      throw wrongType(name, "str", value);
    }

    String text(String name, String otherwise) {
      return values.containsKey(name) ? text(name) : otherwise;
    }

    /** An integer, cut to the range of int, as indices may be. */
    int integer(String name, int otherwise) {
      return values.containsKey(name) ? integer(name) : otherwise;
    }

    int integer(String name) {
      return Numbers.asInteger(get(name))
          .map(Bound::clamp)
          .orElseThrow(() -> wrongType(name, "int", get(name)));
    }

    private TemplateError wrongType(String name, String type, Object value) {
      if (value instanceof Undefined undefined) {
        return undefined.failure();
      }
      return TemplateError.type(
          "%s() argument '%s' must be %s, not %s"
              .formatted(function, name, type, Values.typeName(value)));
    }

    private static int clamp(BigInteger value) {
      return value
          .min(BigInteger.valueOf(Integer.MAX_VALUE))
          .max(BigInteger.valueOf(-Integer.MAX_VALUE))
          .intValue();
    }
  }
}
