package org.plumbline.core.report;

import org.jspecify.annotations.Nullable;

/**
 * What the gold rewards are, said wherever they appear.
 *
 * @param unit axis title of the first: "faultless sentences (share)"
 * @param about what measures it, in one sentence, with what it is blind to
 * @param secondUnit axis title of the second; null if there is none
 * @param secondAbout the same for the second, with how far it is independent of the proxies
 */
public record GoldReward(
    String unit, String about, @Nullable String secondUnit, @Nullable String secondAbout) {

  /** A single gold reward. */
  public GoldReward(String unit, String about) {
    this(unit, about, null, null);
  }
}
