package org.plumbline.core.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What several metrics need of a text and its references, computed once. For one thread. */
public final class TextCounts {
  private final ComparedTexts texts;
  private final Map<TokenRule, NgramMatches> matches = new HashMap<>();
  private final Map<RowCounts, double[]> counts = new HashMap<>();
  private @Nullable NgramMatches characters;
  private int characterOrders;

  /** Nothing is computed yet. */
  public TextCounts(ComparedTexts texts) {
    this.texts = texts;
  }

  String text() {
    return texts.text();
  }

  List<String> references() {
    return texts.references();
  }

  NgramMatches matches(TokenRule tokens) {
    NgramMatches known = matches.get(tokens);
    if (known == null) {
      known =
          NgramMatches.of(
              tokens.of(text()), references().stream().map(tokens::of).toList(), BleuCounts.ORDERS);
      matches.put(tokens, known);
    }
    return known;
  }

  /** Not to be changed. */
  double[] counts(RowCounts wanted) {
    double[] known = counts.get(wanted);
    if (known == null) {
      known = wanted.of(this);
      counts.put(wanted, known);
    }
    return known;
  }

  /** Runs of characters, white space left out. */
  NgramMatches characters(int orders) {
    NgramMatches known = characters;
    if (known == null || characterOrders != orders) {
      known =
          new NgramMatches(
              characters(text()),
              references().stream().map(TextCounts::characters).toArray(int[][]::new),
              orders);
      characters = known;
      characterOrders = orders;
    }
    return known;
  }

  private static int[] characters(String text) {
    int[] found = new int[text.length()];
    int size = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!Blanks.is(c)) {
        found[size++] = c;
      }
    }
    return Arrays.copyOf(found, size);
  }
}
