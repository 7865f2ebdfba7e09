package org.plumbline.mechanism.payment;

import java.util.Arrays;

/** Fills the lowest levels first until an amount is used up. */
final class WaterFilling {

  private WaterFilling() {}

  /** {@code (level - y)+ / amount}, which sums to 1. */
  static double[] reward(double[] y, double amount) {
    double[] sorted = y.clone();
    Arrays.sort(sorted);
    // Levels are taken from the lowest, which keeps their digits when all are far from 0.
    double base = sorted[0];
    double total = 0;
    double level = 0;
    for (int k = 1; k <= sorted.length; k++) {
      double next = sorted[k - 1] - base;
      if (k > 1 && next >= level) {
        break;
      }
      total += next;
      level = (amount + total) / k;
    }
    double water = level;
    return Arrays.stream(y).map(each -> Math.max(0, water - (each - base)) / amount).toArray();
  }
}
