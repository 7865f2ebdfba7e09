package org.plumbline.lm.template;

import java.util.Optional;
import java.util.Set;

/** The methods of a dict that leave it as it is. */
final class DictMethods {
  static final Set<String> CHANGING = Set.of("clear", "pop", "popitem", "setdefault", "update");

  private DictMethods() {}

  static Optional<Callable> of(Dict dict, String name) {
    return Optional.ofNullable(
        switch (name) {
          case "get" ->
              arguments -> {
                Arguments.Bound bound = arguments.bind("get", "key", "default?");
                return dict.get(bound.get("key")).orElse(bound.get("default", None.NONE));
              };
          case "keys" -> arguments -> view(arguments, "dict_keys", dict.keys());
          case "values" -> arguments -> view(arguments, "dict_values", dict.values());
          case "items" -> arguments -> view(arguments, "dict_items", dict.items());
          case "copy" ->
              arguments -> {
                arguments.bind("copy");
                return new Dict().putAll(dict);
              };
          case "fromkeys" -> throw TemplateError.unsupported("the method 'fromkeys' of a dict");
          default -> null;
        });
  }

  private static Object view(Arguments arguments, String kind, java.util.List<Object> items) {
    arguments.bind(kind.substring("dict_".length()));
    return new DictView(kind, items);
  }
}
