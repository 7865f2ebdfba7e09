package org.plumbline.core.data;

import static org.plumbline.core.error.Require.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.plumbline.core.error.Nearest;

/**
 * Under which names a file has what we look for.
 *
 * @param renamed the file's name for each of ours that differs, for example {@code prompt} to
 *     {@code question}
 */
public record Columns(Map<String, String> renamed) {
  /** The names that rows are looked up by. */
  public static final Set<String> KNOWN =
      Set.of(
          "prompt",
          "completion",
          "chosen",
          "rejected",
          "margin",
          "group",
          "text",
          "messages",
          "tools",
          "id",
          "question",
          "reference",
          "answer",
          "label");

  private static final Set<String> NUMBERS = Set.of("margin", "label");

  /** Nothing renamed. */
  public static final Columns USUAL = new Columns(Map.of());

  public Columns {
    renamed = Map.copyOf(renamed);
    for (String ours : renamed.keySet()) {
      require(
          KNOWN.contains(ours),
          "--column renames one of ours to one of the file's, as in prompt=question; '%s' is none of ours: %s",
          ours,
          Nearest.hint(ours, KNOWN.stream().sorted().toList()));
    }
  }

  /** From the form of the command line, {@code prompt=question}. */
  public static Columns parse(List<String> renames) {
    Map<String, String> renamed = new LinkedHashMap<>();
    for (String rename : renames) {
      int equals = rename.indexOf('=');
      require(
          equals > 0 && equals < rename.length() - 1,
          "--column must look like prompt=question (got '%s')",
          rename);
      renamed.put(rename.substring(0, equals), rename.substring(equals + 1));
    }
    return new Columns(renamed);
  }

  /** The file's name for one of ours. */
  String in(String ours) {
    return renamed.getOrDefault(ours, ours);
  }

  /** The file's names of those columns that hold numbers. */
  Set<String> numbers() {
    return NUMBERS.stream().map(this::in).collect(Collectors.toUnmodifiableSet());
  }

  boolean renames(String ours) {
    return renamed.containsKey(ours);
  }
}
