package org.plumbline.lm.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.plumbline.lm.template.Arguments.Bound;
import org.plumbline.lm.template.Filters.Filter;
import org.plumbline.lm.template.TemplateError.Kind;

/** Filters on what has elements. */
final class ListFilters {
  private ListFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("list", (in, value, arguments) -> list(in, value, "list", arguments));
    filters.put("items", ListFilters::items);
    filters.put("first", ListFilters::first);
    filters.put("last", ListFilters::last);
    filters.put("join", ListFilters::join);
    filters.put("reverse", ListFilters::reverse);
    filters.put("sort", ListFilters::sort);
    filters.put("dictsort", ListFilters::dictSort);
    filters.put("unique", ListFilters::unique);
    filters.put("groupby", ListFilters::groupBy);
    filters.put("min", (in, value, arguments) -> extreme(in, value, arguments, false));
    filters.put("max", (in, value, arguments) -> extreme(in, value, arguments, true));
    filters.put("sum", ListFilters::sum);
    filters.put("batch", ListFilters::batch);
    filters.put("slice", ListFilters::slice);
    filters.put("map", ListFilters::map);
    filters.put("select", (in, value, arguments) -> select(in, value, arguments, false, true));
    filters.put("reject", (in, value, arguments) -> select(in, value, arguments, false, false));
    filters.put("selectattr", (in, value, arguments) -> select(in, value, arguments, true, true));
    filters.put("rejectattr", (in, value, arguments) -> select(in, value, arguments, true, false));
  }

  private static Object list(Interpreter in, Object value, String name, Arguments arguments) {
    arguments.bind(name);
    return in.list(value);
  }

  private static Object items(Interpreter in, Object value, Arguments arguments) {
    arguments.bind("items");
    if (value instanceof Undefined) {
      return new Lazy(Collections.emptyIterator());
    }
    if (value instanceof Dict dict) {
      return new Lazy(dict.items().iterator());
    }
    throw TemplateError.type("Can only get item pairs from a mapping.");
  }

  private static Object first(Interpreter in, Object value, Arguments arguments) {
    arguments.bind("first");
    Iterator<Object> elements = Values.iterate(value);
    return elements.hasNext()
        ? elements.next()
        : Undefined.of("No first item, sequence was empty.");
  }

  private static Object last(Interpreter in, Object value, Arguments arguments) {
    arguments.bind("last");
    if (value instanceof Lazy || value instanceof Undefined) {
      throw TemplateError.type("'%s' object is not reversible".formatted(Values.typeName(value)));
    }
    List<Object> items = in.list(value);
    return items.isEmpty()
        ? Undefined.of("No last item, sequence was empty.")
        : items.get(items.size() - 1);
  }

  private static Object join(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("join", "d?", "attribute?");
    String separator = Printer.str(bound.get("d", ""));
    Object attribute = bound.get("attribute", None.NONE);
    StringBuilder out = new StringBuilder();
    boolean[] begun = {false};
    Values.iterate(value)
        .forEachRemaining(
            item -> {
              String text = Printer.str(in.access().path(item, attribute));
              in.budget().step();
              in.budget().growth(out.length(), separator.length() + text.length());
              out.append(begun[0] ? separator : "").append(text);
              begun[0] = true;
            });
    return out.toString();
  }

  private static Object reverse(Interpreter in, Object value, Arguments arguments) {
    arguments.bind("reverse");
    if (value instanceof String text) {
      return in.budget().made(Slices.reversed(text));
    }
    List<Object> items = in.list(value);
    Collections.reverse(items);
    // Python's reversed() can be taken once; of what it does not take, Jinja makes a list.
    return value instanceof Lazy ? items : new Lazy(items.iterator());
  }

  /** What elements are compared by. */
  private static Object key(Interpreter in, Object item, Object attribute, boolean caseSensitive) {
    in.budget().step();
    return folded(in.access().path(item, attribute), caseSensitive);
  }

  private static Object folded(Object value, boolean caseSensitive) {
    return value instanceof String text && !caseSensitive ? text.toLowerCase(Locale.ROOT) : value;
  }

  private static Comparator<Object> order(boolean reverse) {
    return reverse ? (a, b) -> Values.compare(b, a, "<") : (a, b) -> Values.compare(a, b, "<");
  }

  private record Keyed(Object key, Object item) {}

  private static List<Object> sorted(
      Interpreter in, Object value, Function<Object, Object> key, boolean reverse) {
    List<Keyed> keyed = new ArrayList<>();
    in.list(value).forEach(item -> keyed.add(new Keyed(key.apply(item), item)));
    in.budget().steps(keyed.size() * 16L);
    keyed.sort((a, b) -> order(reverse).compare(a.key(), b.key()));
    return new ArrayList<>(keyed.stream().map(Keyed::item).toList());
  }

  private static Object sort(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("sort", "reverse?", "case_sensitive?", "attribute?");
    boolean caseSensitive = bound.flag("case_sensitive", false);
    Object attribute = bound.get("attribute", None.NONE);
    List<Object> paths =
        attribute instanceof String names
            ? List.of((Object[]) names.split(",", -1))
            : List.of(attribute);
    return sorted(
        in,
        value,
        item -> paths.stream().map(path -> key(in, item, path, caseSensitive)).toList(),
        bound.flag("reverse", false));
  }

  private static Object dictSort(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("dictsort", "case_sensitive?", "by?", "reverse?");
    String by = bound.text("by", "key");
    if (!by.equals("key") && !by.equals("value")) {
      throw new TemplateError(Kind.RUNTIME, "You can only sort by either \"key\" or \"value\"", 0);
    }
    Object place = by.equals("key") ? BigInteger.ZERO : BigInteger.ONE;
    boolean caseSensitive = bound.flag("case_sensitive", false);
    Object pairs = Evaluator.call(in.access().attribute(value, "items"), Arguments.EMPTY);
    return sorted(
        in, pairs, pair -> key(in, pair, place, caseSensitive), bound.flag("reverse", false));
  }

  private static Object unique(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("unique", "case_sensitive?", "attribute?");
    boolean caseSensitive = bound.flag("case_sensitive", false);
    Object attribute = bound.get("attribute", None.NONE);
    Set<Object> seen = new HashSet<>();
    return filtered(
        Values.iterate(value),
        item -> seen.add(Dict.hashable(key(in, item, attribute, caseSensitive))));
  }

  private static Object groupBy(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("groupby", "attribute", "default?", "case_sensitive?");
    boolean caseSensitive = bound.flag("case_sensitive", false);
    Function<Object, Object> plain = item -> groupKey(in, item, bound);
    Function<Object, Object> key = item -> folded(plain.apply(item), caseSensitive);
    List<Object> groups = new ArrayList<>();
    List<Object> members = new ArrayList<>();
    for (Object item : sorted(in, value, key, false)) {
      if (members.isEmpty() || !Values.equal(key.apply(members.get(0)), key.apply(item))) {
        members = new ArrayList<>();
        groups.add(new Tuple(List.of(plain.apply(item), members), List.of("grouper", "list")));
      }
      members.add(item);
    }
    return groups;
  }

  private static Object groupKey(Interpreter in, Object item, Bound bound) {
    Object key = in.access().path(item, bound.get("attribute"));
    return key instanceof Undefined ? bound.given("default").orElse(key) : key;
  }

  private static Object extreme(
      Interpreter in, Object value, Arguments arguments, boolean greatest) {
    Bound bound = arguments.bind(greatest ? "max" : "min", "case_sensitive?", "attribute?");
    boolean caseSensitive = bound.flag("case_sensitive", false);
    Object attribute = bound.get("attribute", None.NONE);
    Optional<Keyed> best = Optional.empty();
    for (Object item : in.list(value)) {
      Keyed next = new Keyed(key(in, item, attribute, caseSensitive), item);
      boolean better =
          best.isEmpty()
              || Values.holds(greatest ? ">" : "<", next.key(), best.orElseThrow().key());
      best = better ? Optional.of(next) : best;
    }
    return best.map(Keyed::item).orElse(Undefined.of("No aggregated item, sequence was empty."));
  }

  private static Object sum(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("sum", "attribute?", "start?");
    Object total = bound.get("start", BigInteger.ZERO);
    if (total instanceof String) {
      throw TemplateError.type("sum() can't sum strings [use ''.join(seq) instead]");
    }
    for (Object item : in.list(value)) {
      Object number = in.access().path(item, bound.get("attribute", None.NONE));
      total = in.operators().apply("+", total, number);
    }
    return total;
  }

  private static Object batch(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("batch", "linecount", "fill_with?");
    int size = bound.integer("linecount");
    List<Object> rows = new ArrayList<>();
    List<Object> row = new ArrayList<>();
    for (Object item : in.list(value)) {
      if (row.size() == size || rows.isEmpty()) {
        row = new ArrayList<>();
        rows.add(row);
      }
      row.add(item);
    }
    if (!rows.isEmpty() && row.size() < size && bound.given("fill_with").isPresent()) {
      int missing = size - row.size();
      in.budget().elements(missing);
      row.addAll(Collections.nCopies(missing, bound.get("fill_with")));
    }
    return new Lazy(rows.iterator());
  }

  private static Object slice(Interpreter in, Object value, Arguments arguments) {
    Bound bound = arguments.bind("slice", "slices", "fill_with?");
    List<Object> items = in.list(value);
    int count = bound.integer("slices");
    if (count == 0) {
      throw new TemplateError(Kind.DIVISION, "integer division or modulo by zero", 0);
    }
    in.budget().elements(Math.max(0, count));
    List<Object> slices = new ArrayList<>();
    int position = 0;
    for (int i = 0; i < count; i++) {
      boolean longer = i < items.size() % count;
      int end = position + items.size() / count + (longer ? 1 : 0);
      List<Object> part = new ArrayList<>(items.subList(position, end));
      if (!longer) {
        bound.given("fill_with").ifPresent(part::add);
      }
      slices.add(part);
      position = end;
    }
    return new Lazy(slices.iterator());
  }

  private static Object map(Interpreter in, Object value, Arguments arguments) {
    if (!Values.truth(value)) {
      return new Lazy(Collections.emptyIterator());
    }
    Function<Object, Object> rule = mapping(in, arguments);
    Iterator<Object> elements = Values.iterate(value);
    return new Lazy(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return elements.hasNext();
          }

          @Override
          public Object next() {
            in.budget().step();
            return rule.apply(elements.next());
          }
        });
  }

  private static Function<Object, Object> mapping(Interpreter in, Arguments arguments) {
    if (!arguments.positional().isEmpty()) {
      String name = name(arguments, 0);
      Arguments rest = arguments.from(1);
      return item -> Filters.apply(in, name, item, rest);
    }
    if (!arguments.named().containsKey("attribute")) {
      throw new TemplateError(Kind.RUNTIME, "map requires a filter argument", 0);
    }
    Bound bound = arguments.bind("map", "attribute?", "default?");
    return item -> {
      Object found = in.access().path(item, bound.get("attribute"));
      return found instanceof Undefined ? bound.given("default").orElse(found) : found;
    };
  }

  private static String name(Arguments arguments, int place) {
    return arguments.positional().get(place) instanceof String name
        ? name
        : Printer.str(arguments.positional().get(place));
  }

  private static Object select(
      Interpreter in, Object value, Arguments arguments, boolean byAttribute, boolean wanted) {
    if (!Values.truth(value)) {
      return new Lazy(Collections.emptyIterator());
    }
    int given = arguments.positional().size();
    if (byAttribute && given == 0) {
      throw new TemplateError(Kind.RUNTIME, "Missing parameter for attribute name", 0);
    }
    Object attribute = byAttribute ? arguments.positional().get(0) : None.NONE;
    int place = byAttribute ? 1 : 0;
    Predicate<Object> rule =
        given > place
            ? item -> Tests.test(in, name(arguments, place), item, arguments.from(place + 1))
            : Values::truth;
    return filtered(
        Values.iterate(value),
        item -> {
          in.budget().step();
          return rule.test(in.access().path(item, attribute)) == wanted;
        });
  }

  /** The elements that are kept, found when they are asked for. */
  static Lazy filtered(Iterator<Object> elements, Predicate<Object> kept) {
    return new Lazy(
        new Iterator<>() {
          private Optional<Object> next = Optional.empty();

          @Override
          public boolean hasNext() {
            while (next.isEmpty() && elements.hasNext()) {
              next = Optional.of(elements.next()).filter(kept);
            }
            return next.isPresent();
          }

          @Override
          public Object next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            Object value = next.orElseThrow();
            next = Optional.empty();
            return value;
          }
        });
  }
}
