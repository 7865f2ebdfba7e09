package org.plumbline.lm.template;

import java.util.List;
import java.util.Optional;

/**
 * Python's tuple; a {@code List} is Python's list.
 *
 * @param names of its items, if it is a named one
 */
record Tuple(List<Object> items, List<String> names) {
  Tuple(List<Object> items) {
    this(items, List.of());
  }

  static Tuple of(Object... items) {
    return new Tuple(List.of(items));
  }

  Optional<Object> named(String name) {
    return names.contains(name) ? Optional.of(items.get(names.indexOf(name))) : Optional.empty();
  }
}
