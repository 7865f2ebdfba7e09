package org.plumbline.core.report;

/**
 * What a policy can change in its texts without their getting better: the ways in which a reward is
 * fooled.
 */
public enum Diagnostic {
  TOKENS("Length", "tokens"),
  WORDS("Length", "words"),
  PERPLEXITY("Perplexity under the initial policy", "per token"),
  TRIGRAM_PERPLEXITY("Perplexity under a trigram model", "per token"),
  REPETITION("Repetition", "share of repeated word trigrams in a text"),
  SAMENESS("Sameness", "share of repeated word trigrams over all texts"),
  COPYING("Copying from the prompt", "share of words"),
  LISTS("Lists", "share of texts with a list"),
  NUMBERS("Numbers", "share of words with a digit"),
  UNFINISHED("Unfinished or empty", "share of texts");

  private final String label;
  private final String unit;

  Diagnostic(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** What it is, as a chart's title. */
  public String label() {
    return label;
  }

  /** What one of it is, as an axis title. */
  public String unit() {
    return unit;
  }
}
