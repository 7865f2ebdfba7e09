package org.plumbline.distill.segment;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Where a segmenter says that words begin and end, so that words are cut from the text itself.
 *
 * <p>Segmenters change what they give back: jieba-analysis makes letters small and full-width ones
 * half-width, and it cuts a character beyond the basic plane in two. Only its places are taken, and
 * never one inside such a character.
 */
final class WordBoundaries {
  private final String text;
  private final BitSet places;

  WordBoundaries(String text) {
    this.text = text;
    this.places = new BitSet(text.length() + 1);
  }

  /** A word lies here, by places of {@code char}s. */
  void word(int from, int to) {
    require(
        from >= 0 && from <= to && to <= text.length(),
        "a word must lie inside its text (got %d to %d of %d)",
        from,
        to,
        text.length());
    places.set(from);
    places.set(to);
  }

  /** What lies between boundaries, cut at white space, which is dropped. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean blank = isBlank(text.charAt(i));
      if (blank || isBoundary(i)) {
        add(words, from, i);
        from = blank ? i + 1 : i;
      }
    }
    add(words, from, text.length());
    return words;
  }

  private boolean isBoundary(int i) {
    boolean inside =
        i > 0
            && Character.isLowSurrogate(text.charAt(i))
            && Character.isHighSurrogate(text.charAt(i - 1));
    return places.get(i) && !inside;
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private void add(List<String> words, int from, int to) {
    if (to > from) {
      words.add(text.substring(from, to));
    }
  }
}
