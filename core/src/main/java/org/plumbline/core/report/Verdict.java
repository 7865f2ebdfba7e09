package org.plumbline.core.report;

import java.util.List;

/**
 * What the run shows, in plain words, with the uncertainty inside.
 *
 * @param headline one to three sentences that a reader sees first
 * @param details what they rest on and what they leave open
 * @param comparisons every comparison that was made, the ones in the headline among them
 */
public record Verdict(List<String> headline, List<String> details, List<Comparison> comparisons) {

  public Verdict {
    headline = List.copyOf(headline);
    details = List.copyOf(details);
    comparisons = List.copyOf(comparisons);
  }

  /** A verdict for what had nothing to compare. */
  public static Verdict none(String why) {
    return new Verdict(List.of(why), List.of(), List.of());
  }
}
