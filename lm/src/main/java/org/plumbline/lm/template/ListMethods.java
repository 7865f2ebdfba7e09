package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods of a list or tuple that leave it as it is. */
final class ListMethods {
  static final Set<String> CHANGING =
      Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");

  private ListMethods() {}

  static Optional<Callable> ofTuple(Tuple tuple, String name) {
    return name.equals("copy") ? Optional.empty() : of(tuple.items(), name);
  }

  static Optional<Callable> of(List<?> list, String name) {
    return Optional.ofNullable(
        switch (name) {
          case "index" -> arguments -> index(list, arguments);
          case "count" ->
              arguments -> {
                Object value = arguments.bind("count", "value").get("value");
                return BigInteger.valueOf(
                    list.stream().filter(item -> Values.equal(item, value)).count());
              };
          case "copy" ->
              arguments -> {
                arguments.bind("copy");
                return new ArrayList<Object>(list);
              };
          default -> null;
        });
  }

  private static Object index(List<?> list, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("index", "value", "start?", "stop?");
    Object value = bound.get("value");
    int start = place(bound.integer("start", 0), list.size());
    int stop = place(bound.integer("stop", list.size()), list.size());
    for (int i = start; i < stop; i++) {
      if (Values.equal(list.get(i), value)) {
        return BigInteger.valueOf(i);
      }
    }
    throw TemplateError.value(Printer.repr(value) + " is not in list");
  }

  /** An index as a slice reads it: from the end if it is negative, and inside. */
  static int place(int index, int size) {
    return Math.max(0, Math.min(size, index < 0 ? index + size : index));
  }
}
