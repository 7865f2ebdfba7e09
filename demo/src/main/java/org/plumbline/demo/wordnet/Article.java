package org.plumbline.demo.wordnet;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whether a phrase wants "A" or "An": its sound decides, and spelling tells it most of the time.
 */
final class Article {
  private static final Pattern READ_BY_LETTERS = Pattern.compile("\\p{Lu}{2,}\\b|\\p{Lu}[- ]");
  private static final String LETTERS_WITH_VOWEL = "AEFHILMNORSX";
  private static final Pattern VOWEL =
      Pattern.compile("(?i)hour|honou?r|honest|heir|herb\\b|[aeiou]");
  private static final Pattern LIKE_YOU_OR_ONE =
      Pattern.compile("uni([^nm]|t)|use|usu|ut[ei]|ur[aoe]|eu|ewe|one\\b|once|ubi|uk");
  private static final Pattern NEGATED = Pattern.compile("un(im|in|id|an)");

  private Article() {}

  /** {@code A} or {@code An}. */
  static String of(String phrase) {
    if (READ_BY_LETTERS.matcher(phrase).lookingAt()) {
      return LETTERS_WITH_VOWEL.indexOf(phrase.charAt(0)) >= 0 ? "An" : "A";
    }
    return VOWEL.matcher(phrase).lookingAt() && !consonant(phrase.toLowerCase(Locale.ROOT))
        ? "An"
        : "A";
  }

  private static boolean consonant(String lower) {
    return LIKE_YOU_OR_ONE.matcher(lower).lookingAt() && !NEGATED.matcher(lower).lookingAt();
  }
}
