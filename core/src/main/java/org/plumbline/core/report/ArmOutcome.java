package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import org.jspecify.annotations.Nullable;

/**
 * The gold rewards of an arm's final policies on the evaluation prompts.
 *
 * @param arm whose they are
 * @param gold {@code [seeds, prompts]}; the same prompts in the same order for every arm
 * @param secondGold the second gold reward likewise; null if there is none
 */
public record ArmOutcome(Arm arm, double[][] gold, double @Nullable [][] secondGold) {

  public ArmOutcome {
    requireRewards(arm.label(), gold);
    if (secondGold != null) {
      requireRewards(arm.label(), secondGold);
    }
  }

  /** An outcome with one gold reward. */
  public ArmOutcome(Arm arm, double[][] gold) {
    this(arm, gold, null);
  }

  static void requireRewards(String whose, double[][] gold) {
    require(gold.length > 0, "the gold rewards of %s need at least one seed", whose);
    for (double[] seed : gold) {
      require(
          seed.length == gold[0].length,
          "every seed of %s needs the same prompts (got %d and %d)",
          whose,
          gold[0].length,
          seed.length);
      for (double reward : seed) {
        require(Double.isFinite(reward), "a gold reward of %s is %s", whose, reward);
      }
    }
  }
}
