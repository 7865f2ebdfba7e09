package org.plumbline.lm.check;

import static org.plumbline.core.error.Require.require;

/**
 * How far a model may be from what is expected.
 *
 * @param logits of logits, scores and hidden states, absolute
 * @param loss of losses, absolute
 * @param gradientShare of gradients, as a share of the expected number
 * @param gradient of gradients, absolute, added to the share
 */
public record Tolerances(double logits, double loss, double gradientShare, double gradient) {
  /** Those for 32-bit floats. */
  public static final Tolerances SINGLE_PRECISION = new Tolerances(1e-4, 1e-5, 1e-3, 1e-5);

  public Tolerances {
    require(logits >= 0, "a tolerance must not be negative (got %s)", logits);
    require(loss >= 0, "a tolerance must not be negative (got %s)", loss);
    require(gradientShare >= 0, "a tolerance must not be negative (got %s)", gradientShare);
    require(gradient >= 0, "a tolerance must not be negative (got %s)", gradient);
  }

  /** All of them, scaled so that this one is allowed of logits. */
  public Tolerances forLogits(double tolerance) {
    double factor = tolerance / logits;
    return new Tolerances(tolerance, loss * factor, gradientShare * factor, gradient * factor);
  }
}
