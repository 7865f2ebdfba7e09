package org.plumbline.mechanism.divergence;

import java.util.function.IntToDoubleFunction;
import org.plumbline.mechanism.Policy;

/** {@code sum of (pi - pi0)^2 / pi0}, without 1/2. */
public record ChiSquared() implements QuadraticDivergence {

  @Override
  public String name() {
    return "chi-squared";
  }

  @Override
  public IntToDoubleFunction scale(Policy initial) {
    return initial::probability;
  }
}
