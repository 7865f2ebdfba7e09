package org.plumbline.align.loop;

import java.util.Arrays;
import java.util.Comparator;

/** Rows in the order of their lengths, so that batches cut from it hold little filling. */
public final class LengthOrder {
  private LengthOrder() {}

  /** Numbers of the rows with these lengths, short ones first; equal ones stay in their order. */
  public static int[] shortestFirst(int[] lengths) {
    Integer[] order = new Integer[lengths.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingInt(i -> lengths[i]));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
