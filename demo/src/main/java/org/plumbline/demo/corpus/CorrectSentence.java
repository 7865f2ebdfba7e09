package org.plumbline.demo.corpus;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which of LanguageTool's correct examples are prose: its rules are also about lists, addresses and
 * chat.
 */
final class CorrectSentence {
  private static final Pattern PROSE =
      Pattern.compile("[\"'(]?\\p{Lu}[\\p{IsLatin}0-9 ,;:'\"().!?$%&-]*[.!?][\"')]?");
  private static final Pattern ODD =
      Pattern.compile(
          ".*(\\.\\.|,,|!!|\\?\\?| ,| \\.|http|www\\.|\\.com|Incorrect|incorrect|LanguageTool|\\d{5}|\\p{Lu}{4}| - ?\\d| \\.|[?!]{2}).*");
  private static final int FEWEST_WORDS = 3;
  private static final int MOST_WORDS = 45;

  private CorrectSentence() {}

  static Optional<String> of(String example) {
    String text =
        example
            .replace('’', '\'')
            .replace('‘', '\'')
            .replace('“', '"')
            .replace('”', '"')
            .replace('\u00a0', ' ');
    int words = text.split(" ", -1).length;
    boolean kept =
        words >= FEWEST_WORDS
            && words <= MOST_WORDS
            && PROSE.matcher(text).matches()
            && !ODD.matcher(text).matches()
            && text.chars().filter(c -> c == '"').count() % 2 == 0;
    return kept ? Optional.of(text) : Optional.empty();
  }
}
