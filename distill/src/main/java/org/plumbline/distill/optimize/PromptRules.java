package org.plumbline.distill.optimize;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which new prompts are refused before anything is paid for them. */
final class PromptRules {
  /** Words, or Chinese characters, in a row that are no coincidence. */
  static final int QUOTED_WORDS = 8;

  static final int QUOTED_HAN = 16;

  private static final Pattern SLOT = Pattern.compile("\\{\\{([A-Za-z_-]*)}}");

  private final Set<String> slots;
  private final Set<String> known;
  private final int longest;
  private final Set<String> seen = new HashSet<>();
  private final Set<List<String>> grams = new HashSet<>();

  /**
   * Rules.
   *
   * @param slots that a prompt must hold
   * @param known slots that it may hold; none: braces mean nothing
   * @param longest most characters of a prompt
   * @param material texts that may not be quoted
   * @param starting prompts of a person, whose words may always be used
   */
  PromptRules(
      Set<String> slots,
      Set<String> known,
      int longest,
      List<String> material,
      List<String> starting) {
    this.slots = slots;
    this.known = known;
    this.longest = longest;
    material.forEach(text -> grams.addAll(grams(text)));
    starting.forEach(text -> grams.removeAll(grams(text)));
  }

  /** Why a prompt is refused, in a few words; an accepted one is remembered as seen. */
  Optional<String> refuse(String prompt) {
    if (prompt.isBlank()) {
      return Optional.of("empty");
    }
    if (prompt.codePointCount(0, prompt.length()) > longest) {
      return Optional.of("longer than %d characters".formatted(longest));
    }
    String tight = prompt.replaceAll("\\s", "");
    for (String slot : slots) {
      if (!tight.contains("{{" + slot + "}}")) {
        return Optional.of("lost the slot {{%s}}".formatted(slot));
      }
    }
    Optional<String> unknown =
        SLOT.matcher(known.isEmpty() ? "" : tight)
            .results()
            .map(slot -> slot.group(1))
            .filter(slot -> !known.contains(slot))
            .findFirst();
    if (unknown.isPresent()) {
      return Optional.of("has a slot that means nothing, {{%s}}".formatted(unknown.get()));
    }
    if (grams(prompt).stream().anyMatch(grams::contains)) {
      return Optional.of("quotes an item");
    }
    return seen.add(normalised(prompt)) ? Optional.empty() : Optional.of("said before");
  }

  /** Letters and digits alone, folded. */
  static String normalised(String prompt) {
    return Normalizer.normalize(prompt, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** Runs of words, of Chinese runs of characters, that would be a quotation. */
  private static List<List<String>> grams(String text) {
    List<String> units = units(text);
    List<List<String>> grams = new ArrayList<>();
    for (int start = 0; start < units.size(); start++) {
      int weight = 0;
      int end = start;
      // A Chinese character weighs half a word.
      while (end < units.size() && weight < 2 * QUOTED_WORDS) {
        weight += isHan(units.get(end)) ? 2 * QUOTED_WORDS / QUOTED_HAN : 2;
        end++;
      }
      if (weight >= 2 * QUOTED_WORDS) {
        grams.add(List.copyOf(units.subList(start, end)));
      }
    }
    return grams;
  }

  private static List<String> units(String text) {
    String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    List<String> units = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int point : folded.codePoints().toArray()) {
      boolean han = Character.UnicodeScript.of(point) == Character.UnicodeScript.HAN;
      if (!han && Character.isLetterOrDigit(point)) {
        word.appendCodePoint(point);
        continue;
      }
      flush(word, units);
      if (han) {
        units.add(Character.toString(point));
      }
    }
    flush(word, units);
    return units;
  }

  private static void flush(StringBuilder word, List<String> units) {
    if (!word.isEmpty()) {
      units.add(word.toString());
      word.setLength(0);
    }
  }

  private static boolean isHan(String unit) {
    return Character.UnicodeScript.of(unit.codePointAt(0)) == Character.UnicodeScript.HAN;
  }
}
