package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

/** The share of pairs that a scorer orders as people did. */
public final class PairAccuracy {
  private PairAccuracy() {}

  /** What a pair with equal scores counts. */
  public enum Ties {
    /** Wrong: chosen must be above rejected (TRL). */
    WRONG,
    /** Right: chosen must not be below rejected (WARM). A constant scorer has accuracy 1. */
    RIGHT,
    /** Half. A constant scorer has accuracy one half, as guessing has. */
    HALF
  }

  /** What one pair adds to the number of right ones. */
  public static double credit(double chosen, double rejected, Ties ties) {
    require(
        !Double.isNaN(chosen) && !Double.isNaN(rejected),
        "accuracy needs numbers (chosen %s, rejected %s)",
        chosen,
        rejected);
    if (chosen != rejected) {
      return chosen > rejected ? 1 : 0;
    }
    return switch (ties) {
      case WRONG -> 0;
      case RIGHT -> 1;
      case HALF -> 0.5;
    };
  }

  /** The share of right pairs. */
  public static double of(double[] chosen, double[] rejected, Ties ties) {
    require(
        chosen.length == rejected.length && chosen.length > 0,
        "accuracy needs as many rejected as chosen scores, at least one (got %d and %d)",
        chosen.length,
        rejected.length);
    double right = 0;
    for (int i = 0; i < chosen.length; i++) {
      right += credit(chosen[i], rejected[i], ties);
    }
    return right / chosen.length;
  }
}
