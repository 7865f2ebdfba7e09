package org.plumbline.mechanism.divergence;

import java.util.function.IntToDoubleFunction;
import org.plumbline.mechanism.Policy;

/**
 * The squared distance {@code sum of (pi - pi0)^2}, which the paper calls L2; it is squared and has
 * no 1/2. The policy is the projection of {@code pi0 + r / (2 lambda)} onto the simplex.
 */
public record SquaredEuclidean() implements QuadraticDivergence {

  @Override
  public String name() {
    return "squared-euclidean";
  }

  @Override
  public boolean allowsZeroInitial() {
    return true;
  }

  @Override
  public IntToDoubleFunction scale(Policy initial) {
    return x -> 1;
  }
}
