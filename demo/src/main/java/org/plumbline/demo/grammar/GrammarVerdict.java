package org.plumbline.demo.grammar;

import java.util.List;

/**
 * What the checker found in a text.
 *
 * @param words runs of characters with at least one letter or digit, parted by white space
 * @param ruleIds the rule of each fault, in the order of the text; one that is broken twice stands
 *     twice
 */
public record GrammarVerdict(int words, List<String> ruleIds) {

  public GrammarVerdict {
    ruleIds = List.copyOf(ruleIds);
  }

  /** Whether nothing was found; an empty text is faultless too, so show lengths beside it. */
  public boolean faultless() {
    return ruleIds.isEmpty();
  }

  /** How many faults were found. */
  public int faults() {
    return ruleIds.size();
  }

  /** Faults for each 100 words; for a text without words, faults for each 100 texts. */
  public double faultsPer100Words() {
    return 100.0 * faults() / Math.max(1, words);
  }
}
