package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text beside its references; what several metrics need of it is computed once. For one thread.
 */
public final class ComparedTexts {
  private final String text;
  private final List<String> references;
  private final Map<TokenRule, NgramMatches> matches = new HashMap<>();
  private final Map<RowCounts, double[]> counts = new HashMap<>();

  /**
   * A text to be scored.
   *
   * @param references at least one
   */
  public ComparedTexts(String text, List<String> references) {
    require(!references.isEmpty(), "a text needs a reference to be compared with (got none)");
    this.text = text;
    this.references = List.copyOf(references);
  }

  /** What is scored. */
  public String text() {
    return text;
  }

  /** What it is compared with. */
  public List<String> references() {
    return references;
  }

  NgramMatches matches(TokenRule tokens) {
    return matches.computeIfAbsent(
        tokens,
        rule ->
            NgramMatches.of(
                rule.of(text), references.stream().map(rule::of).toList(), BleuCounts.ORDERS));
  }

  /** Computed once; not to be changed. */
  double[] counts(RowCounts wanted) {
    return counts.computeIfAbsent(wanted, each -> each.of(this));
  }
}
