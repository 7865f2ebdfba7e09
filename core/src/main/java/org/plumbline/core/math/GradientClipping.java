package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/**
 * By what all gradients are multiplied so that their common norm stays within a bound.
 *
 * @param maxNorm the bound on the Euclidean norm of all gradients together
 * @param epsilon what is added to the norm before dividing; torch adds 1e-6, so a norm of exactly
 *     the bound shrinks a little
 */
public record GradientClipping(double maxNorm, double epsilon) {

  public GradientClipping {
    require(maxNorm > 0, "the bound on the gradient norm must be positive (got %s)", maxNorm);
    require(
        epsilon >= 0, "the epsilon of gradient clipping must not be negative (got %s)", epsilon);
  }

  /** The form of torch. */
  public static GradientClipping torch(double maxNorm) {
    return new GradientClipping(maxNorm, 1e-6);
  }

  /**
   * The factor, at most 1.
   *
   * @throws org.plumbline.core.error.InvalidInputException if the norm is no finite number: a
   *     gradient is broken
   */
  public double scale(double norm) {
    require(
        Double.isFinite(norm), "the norm of the gradients must be a finite number (got %s)", norm);
    return norm == 0 ? 1 : Math.min(1, maxNorm / (norm + epsilon));
  }

  /** Euclidean norm of all gradients together. */
  public static double norm(double[][] gradients) {
    double squares = 0;
    for (double[] gradient : gradients) {
      for (double value : gradient) {
        squares += value * value;
      }
    }
    return Math.sqrt(squares);
  }
}
