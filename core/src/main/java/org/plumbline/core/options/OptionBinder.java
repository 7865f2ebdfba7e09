package org.plumbline.core.options;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;

/** Merges layers into a record. */
record OptionBinder<R extends Record>(R defaults, List<OptionLeaf> leaves) {
  private static final String COMMAND_LINE = "command line";

  Bound<R> bind(Map<String, GivenValue> recipe, Map<String, String> commandLine) {
    Map<String, GivenValue> typed = new LinkedHashMap<>();
    commandLine.forEach((name, text) -> typed.put(name, new GivenValue.Text(text, COMMAND_LINE)));
    requireKnown(recipe);
    requireKnown(typed);
    Map<List<String>, Object> values = new HashMap<>();
    List<Resolved> origins = new ArrayList<>();
    for (OptionLeaf leaf : leaves) {
      Origin origin = origin(leaf.name(), recipe, typed);
      Object value = value(leaf, recipe, typed);
      values.put(leaf.place(), value);
      origins.add(new Resolved(leaf.name(), leaf.type().print(value), origin));
    }
    @SuppressWarnings("unchecked") // It is built from the class of the defaults.
    R bound = (R) build(defaults.getClass(), List.of(), values);
    return new Bound<>(bound, origins);
  }

  private static Origin origin(
      String name, Map<String, GivenValue> recipe, Map<String, GivenValue> commandLine) {
    return commandLine.containsKey(name)
        ? Origin.COMMAND_LINE
        : recipe.containsKey(name) ? Origin.RECIPE : Origin.DEFAULT;
  }

  private Object value(
      OptionLeaf leaf, Map<String, GivenValue> recipe, Map<String, GivenValue> commandLine) {
    GivenValue given = commandLine.getOrDefault(leaf.name(), recipe.get(leaf.name()));
    if (given != null) {
      return leaf.type().parse(leaf.name(), given);
    }
    if (leaf.option().required()) {
      throw new InvalidInputException(
          "option '%s' is needed: %s, %s"
              .formatted(leaf.name(), leaf.option().value(), leaf.type().rule()));
    }
    return leaf.valueIn(defaults);
  }

  private void requireKnown(Map<String, GivenValue> layer) {
    Set<String> known = leaves.stream().map(OptionLeaf::name).collect(Collectors.toSet());
    layer.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            List<String> sorted = known.stream().sorted().toList();
            throw new InvalidInputException(
                "unknown option '%s' (%s); %s"
                    .formatted(name, value.place(), Nearest.hint(name, sorted)));
          }
        });
  }

  private static Object build(Class<?> type, List<String> path, Map<List<String>, Object> values) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      List<String> below =
          Stream.concat(path.stream(), Stream.of(components[i].getName())).toList();
      Object leaf = values.get(below);
      arguments[i] = leaf == null ? build(components[i].getType(), below, values) : leaf;
    }
    return construct(type, components, arguments);
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, @Nullable Object[] arguments) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      // The record's own checks speak to the user; nothing of ours stands before them.
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("cannot make a " + type, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }
}
