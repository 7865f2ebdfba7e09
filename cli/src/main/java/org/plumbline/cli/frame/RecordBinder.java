package org.plumbline.cli.frame;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.PlumblineException;

/** Makes options records from words. */
final class RecordBinder<O extends Record> {
  private final O defaults;
  private final RecordComponent[] components;

  RecordBinder(O defaults) {
    this.defaults = defaults;
    this.components = defaults.getClass().getRecordComponents();
  }

  List<OptionLine> lines() {
    return Arrays.stream(components).map(this::line).toList();
  }

  static String name(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  @SuppressWarnings("unchecked")
  O bind(Map<String, List<String>> given) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : components) {
      List<String> words = given.get(name(component));
      values.add(words == null ? value(component, defaults) : parse(component, words));
    }
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (O) constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof PlumblineException ours) {
        throw ours;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  ObjectNode toJson(O options) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    for (RecordComponent component : components) {
      json.putPOJO(name(component), value(component, options));
    }
    return new ObjectMapper().valueToTree(json);
  }

  private OptionLine line(RecordComponent component) {
    Object value = value(component, defaults);
    boolean many = component.getType() == List.class;
    String text =
        value instanceof List<?> list
            ? String.join(",", list.stream().map(String::valueOf).toList())
            : String.valueOf(value);
    return new OptionLine(
        name(component),
        component.getType() == boolean.class ? "" : label(component),
        component.getAnnotation(Option.class).value(),
        text.equals("false") ? "" : text,
        many);
  }

  private static String label(RecordComponent component) {
    return component.getType() == String.class || component.getType() == List.class ? "TEXT" : "N";
  }

  private static Object parse(RecordComponent component, List<String> words) {
    String word = words.get(words.size() - 1);
    Class<?> type = component.getType();
    try {
      if (type == List.class) {
        return words.stream().flatMap(w -> Arrays.stream(w.split(","))).toList();
      }
      if (type == int.class) {
        return Integer.valueOf(word);
      }
      if (type == long.class) {
        return Long.valueOf(word);
      }
      if (type == double.class) {
        return Double.valueOf(word);
      }
      if (type == boolean.class) {
        return Boolean.valueOf(word);
      }
      return word;
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "--%s takes a number (got '%s')".formatted(name(component), word), e);
    }
  }

  private static Object value(RecordComponent component, Record from) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(from);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
