package org.plumbline.distill.judge;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.plumbline.core.random.Seeds;

/** How an answer that is known to be worse is made out of a person's. */
public enum ProbeKind {
  /** A person's answer to another question. */
  OTHER,
  /** The first third alone. */
  TRUNCATED,
  /** Everything said twice: nothing wrong, and twice as long. */
  PADDED,
  /** The words, in Chinese the characters, in a random order. */
  SHUFFLED;

  /**
   * The worse answer.
   *
   * @param pair whose answer is the better one
   * @param other any other pair
   */
  String worse(HumanPair pair, HumanPair other, Seeds seeds) {
    return switch (this) {
      case OTHER -> other.answer();
      case TRUNCATED -> truncated(pair.answer().strip());
      case PADDED -> pair.answer().strip() + " " + pair.answer().strip();
      case SHUFFLED -> shuffled(pair.answer(), seeds.child(pair.id()).stream("shuffle"));
    };
  }

  /** As tables call it. */
  public String label() {
    return switch (this) {
      case OTHER -> "answer to another question";
      case TRUNCATED -> "first third";
      case PADDED -> "said twice";
      case SHUFFLED -> "words shuffled";
    };
  }

  private static String truncated(String text) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text);
    int third = Math.max(1, text.length() / 3);
    return text.substring(
        0, characters.isBoundary(third) ? third : Math.max(0, characters.following(third)));
  }

  private static String shuffled(String text, SplittableRandom random) {
    BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
    words.setText(text);
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = words.next(); end != BreakIterator.DONE; end = words.next()) {
      String part = text.substring(start, end);
      if (!part.isBlank()) {
        parts.addAll(
            isHan(part) ? part.codePoints().mapToObj(Character::toString).toList() : List.of(part));
      }
      start = end;
    }
    for (int i = parts.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      String moved = parts.get(i);
      parts.set(i, parts.get(j));
      parts.set(j, moved);
    }
    return String.join(parts.stream().anyMatch(ProbeKind::isHan) ? "" : " ", parts);
  }

  private static boolean isHan(String text) {
    return Character.UnicodeScript.of(text.codePointAt(0)) == Character.UnicodeScript.HAN;
  }
}
