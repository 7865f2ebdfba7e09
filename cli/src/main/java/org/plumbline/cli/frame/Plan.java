package org.plumbline.cli.frame;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a command would do: sizes of data and model, steps, an estimate of time and memory.
 *
 * @param entries name and value, in the order in which people want to read them
 */
public record Plan(Map<String, String> entries) {

  public Plan {
    entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /** A plan with nothing in it yet. */
  public static Plan empty() {
    return new Plan(Map.of());
  }

  /** The same plan with one more line. */
  public Plan with(String name, String format, Object... values) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.put(name, format.formatted(values));
    return new Plan(more);
  }

  /** One line an entry, names aligned. */
  public String text() {
    int width = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (name, value) -> text.append(("%-" + width + "s  %s%n").formatted(name, value)));
    return text.toString().stripTrailing();
  }
}
