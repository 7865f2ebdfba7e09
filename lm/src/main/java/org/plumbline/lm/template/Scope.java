package org.plumbline.lm.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Variables by name; what is not here is looked for outside. */
final class Scope {
  private final Optional<Scope> outer;
  private final Map<String, Object> variables = new HashMap<>();

  Scope(Optional<Scope> outer) {
    this.outer = outer;
  }

  Scope inner() {
    return new Scope(Optional.of(this));
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }

  Object get(String name) {
    for (Scope scope = this; ; scope = scope.outer.get()) {
      Object value = scope.variables.get(name);
      if (value != null) {
        return value;
      }
      if (scope.outer.isEmpty()) {
        return Undefined.name(name);
      }
    }
  }
}
