package org.plumbline.lm.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Python's dict: in the order of insertion, and 1, 1.0 and True are the same key. */
final class Dict {
  /** A key as it was first given, and its value. */
  record Entry(Object key, Object value) {}

  private record TupleKey(List<Object> items) {}

  private final Map<Object, Entry> entries = new LinkedHashMap<>();

  Dict put(Object key, Object value) {
    entries.merge(hashable(key), new Entry(key, value), (old, now) -> new Entry(old.key(), value));
    return this;
  }

  Dict putAll(Dict other) {
    other.entries().forEach(entry -> put(entry.key(), entry.value()));
    return this;
  }

  Optional<Object> get(Object key) {
    return Optional.ofNullable(entries.get(hashable(key))).map(Entry::value);
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  int size() {
    return entries.size();
  }

  List<Object> keys() {
    return new ArrayList<>(entries().stream().map(Entry::key).toList());
  }

  List<Object> values() {
    return new ArrayList<>(entries().stream().map(Entry::value).toList());
  }

  List<Object> items() {
    List<Object> pairs = new ArrayList<>(size());
    entries().forEach(entry -> pairs.add(Tuple.of(entry.key(), entry.value())));
    return pairs;
  }

  /** A Java key that is equal where Python's are. */
  static Object hashable(Object key) {
    return switch (key) {
      case Boolean flag -> flag ? BigInteger.ONE : BigInteger.ZERO;
      case Double number when number % 1 == 0 -> new BigDecimal(number).toBigInteger();
      case Tuple tuple -> new TupleKey(tuple.items().stream().map(Dict::hashable).toList());
      case Undefined missing -> Undefined.class;
      case List<?> list -> throw unhashable(list);
      case Dict dict -> throw unhashable(dict);
      default -> key;
    };
  }

  private static TemplateError unhashable(Object key) {
    return TemplateError.type("unhashable type: '%s'".formatted(Values.typeName(key)));
  }
}
