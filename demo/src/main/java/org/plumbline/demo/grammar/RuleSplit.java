package org.plumbline.demo.grammar;

import org.plumbline.core.random.Seeds;

/**
 * Which rules teach and which test, by a stable hash of the rule's id.
 *
 * <p>Examples of one rule share their wording, so a split by example would leak; a rule is on one
 * side with all it has.
 */
public final class RuleSplit {
  /** Part of the rules whose examples are kept for tests. */
  public static final double TEST_PART = 0.15;

  private static final Seeds HASH = new Seeds(0x504c554d42L);

  private RuleSplit() {}

  /** Whether the rule's examples are kept for tests. */
  public static boolean test(String rule) {
    return fraction("rule", rule) < TEST_PART;
  }

  /**
   * Whether the rule is among the given part of the rules; those are test rules as long as the part
   * is small.
   */
  public static boolean heldOut(String rule, double part) {
    return fraction("rule", rule) < part;
  }

  /** A number in [0, 1) that depends on the kind and the key alone. */
  public static double fraction(String kind, String key) {
    return (HASH.child(kind).child(key).root() >>> 11) * 0x1p-53;
  }
}
