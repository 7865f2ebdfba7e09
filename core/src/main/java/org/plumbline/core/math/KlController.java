package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/** How the weight of the KL penalty changes with the KL that was measured. */
public sealed interface KlController {

  /**
   * The weight after an update.
   *
   * @param weight the weight so far
   * @param kl the KL that was measured, in the unit that the controller states
   */
  double next(double weight, double kl);

  /** The weight stays. */
  record Fixed() implements KlController {
    @Override
    public double next(double weight, double kl) {
      return weight;
    }
  }

  /**
   * Proportional control towards a KL of sequences: {@code weight * (1 + clip(kl / target - 1, 0.2)
   * * steps / horizon)}.
   *
   * <p>Ziegler et al. 2019, section 2.2; the KL is the mean over sequences of the sum over tokens.
   *
   * @param target in nats a sequence
   * @param horizon in samples; the longer, the slower
   * @param steps samples seen between two updates
   */
  record PerSequence(double target, double horizon, double steps) implements KlController {
    public PerSequence {
      requireTarget(target);
      require(horizon > 0, "the horizon of the KL controller must be positive (got %s)", horizon);
    }

    @Override
    public double next(double weight, double kl) {
      return weight * (1 + clippedError(kl, target) * steps / horizon);
    }
  }

  /**
   * Proportional control towards a KL of tokens with gain 0.1: {@code weight * (1 + 0.1 * clip(kl /
   * target - 1, 0.2))}.
   *
   * <p>The form of RL4LMs; the KL is the mean over tokens.
   *
   * @param target in nats a token
   */
  record PerToken(double target) implements KlController {
    public PerToken {
      requireTarget(target);
    }

    @Override
    public double next(double weight, double kl) {
      return weight * (1 + 0.1 * clippedError(kl, target));
    }
  }

  private static double clippedError(double kl, double target) {
    require(Double.isFinite(kl), "the measured KL must be a finite number (got %s)", kl);
    return Math.clamp(kl / target - 1, -0.2, 0.2);
  }

  private static void requireTarget(double target) {
    require(target > 0, "the target of the KL controller must be positive (got %s)", target);
  }
}
