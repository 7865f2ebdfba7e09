package org.plumbline.core.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holm's correction for several tests (1979): the chance of any false finding stays at the level.
 */
public final class Holm {
  private Holm() {}

  /** The p that each test has once it is one of so many, at most 1, in the order given. */
  public static double[] adjusted(double... p) {
    List<Integer> order =
        IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(i -> p[i])).toList();
    double[] adjusted = new double[p.length];
    double largest = 0;
    for (int rank = 0; rank < p.length; rank++) {
      int test = order.get(rank);
      largest = Math.max(largest, Math.min(1, (p.length - rank) * p[test]));
      adjusted[test] = largest;
    }
    return adjusted;
  }
}
