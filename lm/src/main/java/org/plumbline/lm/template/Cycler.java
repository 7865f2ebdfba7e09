package org.plumbline.lm.template;

import java.util.List;
import java.util.Optional;

/** Jinja's {@code cycler}: its values in turn. */
final class Cycler implements HasAttributes {
  private final List<Object> items;
  private int position;

  Cycler(List<Object> items) {
    if (items.isEmpty()) {
      throw new TemplateError(
          TemplateError.Kind.RUNTIME, "at least one item has to be provided", 0);
    }
    this.items = items;
  }

  @Override
  public Optional<Object> attribute(String name) {
    return switch (name) {
      case "current" -> Optional.of(items.get(position));
      case "next" -> Optional.of((Callable) arguments -> advance());
      case "reset" -> Optional.of((Callable) arguments -> reset());
      default -> Optional.empty();
    };
  }

  private Object advance() {
    Object value = items.get(position);
    position = (position + 1) % items.size();
    return value;
  }

  private Object reset() {
    position = 0;
    return None.NONE;
  }
}
