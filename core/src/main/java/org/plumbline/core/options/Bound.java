package org.plumbline.core.options;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An options record and where each of its values came from.
 *
 * @param value the record
 * @param origins every option, in the order of the schema
 */
public record Bound<R extends Record>(R value, List<Resolved> origins) {

  public Bound {
    origins = List.copyOf(origins);
  }

  /** One line for each option, as {@code --print-options} shows it. */
  public String describe() {
    int name = width(origins.stream().map(Resolved::name).toList());
    int value = width(origins.stream().map(Resolved::value).toList());
    return origins.stream()
        .map(one -> pad(one.name(), name) + "  " + pad(one.value(), value) + "  " + one.origin())
        .collect(Collectors.joining("\n"));
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
