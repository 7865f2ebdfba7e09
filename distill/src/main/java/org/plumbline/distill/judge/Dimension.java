package org.plumbline.distill.judge;

import java.util.List;
import java.util.Map;

/**
 * One thing that is graded.
 *
 * @param key its name in replies and files, for example {@code factual_accuracy}
 * @param names in prompts, by language ({@code en}, {@code zh})
 * @param definitions what it means, by language
 * @param aliases other names that judges use for it, folded as {@link Keys#folded} does
 */
public record Dimension(
    String key, Map<String, String> names, Map<String, String> definitions, List<String> aliases) {
  public Dimension {
    names = Map.copyOf(names);
    definitions = Map.copyOf(definitions);
    aliases = List.copyOf(aliases);
  }

  /** Of texts in English and Chinese. */
  static Dimension of(
      String key, String en, String zh, String definedEn, String definedZh, String... aliases) {
    return new Dimension(
        key,
        Map.of("en", en, "zh", zh),
        Map.of("en", definedEn, "zh", definedZh),
        List.of(aliases));
  }

  boolean isCalled(String folded) {
    return folded.equals(Keys.folded(key))
        || names.values().stream().anyMatch(name -> folded.equals(Keys.folded(name)))
        || aliases.contains(folded);
  }
}
