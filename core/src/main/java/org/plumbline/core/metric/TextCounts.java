package org.plumbline.core.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What several metrics need of a text and its references, computed once. For one thread. */
public final class TextCounts {
  private final ComparedTexts texts;
  private final Map<TokenRule, NgramMatches> matches = new HashMap<>();
  private final Map<RowCounts, double[]> counts = new HashMap<>();

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
}
