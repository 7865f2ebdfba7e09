package org.plumbline.core.options;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command of a recipe with its options.
 *
 * <p>In an option, <code>${name}</code> stands for the output folder of the earlier stage of that
 * name.
 *
 * @param name unique in the recipe, and the name of its folder
 * @param command the words after {@code plumb}, for example {@code reward train}
 * @param options by name; those of nested records are already called by their full names
 * @param place file and line, for messages
 */
public record Stage(String name, String command, Map<String, GivenValue> options, String place) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*)}");

  public Stage {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /** The stages that its options refer to, in the order in which they appear. */
  public Set<String> references() {
    Set<String> names = new LinkedHashSet<>();
    options.values().forEach(value -> names.addAll(references(value)));
    return names;
  }

  /**
   * The options with every reference replaced by the folder of its stage.
   *
   * @param output where a stage's results lie
   */
  public Map<String, GivenValue> resolve(Function<String, Path> output) {
    Map<String, GivenValue> resolved = new LinkedHashMap<>();
    options.forEach((name, value) -> resolved.put(name, resolve(value, output)));
    return resolved;
  }

  static Set<String> references(GivenValue value) {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = REFERENCE.matcher(value.toString());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  private static GivenValue resolve(GivenValue value, Function<String, Path> output) {
    return switch (value) {
      case GivenValue.Text text -> new GivenValue.Text(resolve(text.text(), output), text.place());
      case GivenValue.Items items ->
          new GivenValue.Items(
              items.items().stream().map(item -> resolve(item, output)).toList(), items.place());
      case GivenValue.Nothing nothing -> nothing;
    };
  }

  private static String resolve(String text, Function<String, Path> output) {
    return REFERENCE
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(output.apply(match.group(1)).toString()));
  }
}
