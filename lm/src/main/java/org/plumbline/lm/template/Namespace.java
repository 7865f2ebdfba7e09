package org.plumbline.lm.template;

import java.util.Optional;

/** Jinja's {@code namespace}: variables that a loop or macro may change for those outside. */
record Namespace(Dict values) implements HasAttributes {
  @Override
  public Optional<Object> attribute(String name) {
    return values.get(name);
  }
}
