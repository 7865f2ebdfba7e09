package org.plumbline.mechanism.implementability;

import java.util.List;

/**
 * Types that are reported in turn, each by the next one.
 *
 * @param types as indices, the first one once
 * @param sum of the lengths around the cycle; below 0 it shows that no payment is truthful
 */
public record Cycle(List<Integer> types, double sum) {

  public Cycle {
    types = List.copyOf(types);
  }

  /** The sum for each step. */
  public double mean() {
    return sum / types.size();
  }
}
