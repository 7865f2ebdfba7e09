package org.plumbline.mechanism.numeric;

import java.util.function.IntToDoubleFunction;

/** Sums and sums of exponentials that neither overflow nor lose small parts. */
public final class LogSum {
  private static final int BLOCK = 512;

  private LogSum() {}

  /** The logarithm of the sum of the exponentials of so many terms. */
  public static double ofExponentials(int count, IntToDoubleFunction term) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int x = 0; x < count; x++) {
      largest = Math.max(largest, term.applyAsDouble(x));
    }
    if (Double.isInfinite(largest)) {
      return largest;
    }
    double shift = largest;
    return shift + Math.log(sum(count, x -> Math.exp(term.applyAsDouble(x) - shift)));
  }

  /** The sum of so many terms, made of sums of blocks, which keeps its rounding small. */
  public static double sum(int count, IntToDoubleFunction term) {
    double total = 0;
    for (int start = 0; start < count; start += BLOCK) {
      int end = Math.min(count, start + BLOCK);
      double part = 0;
      for (int x = start; x < end; x++) {
        part += term.applyAsDouble(x);
      }
      total += part;
    }
    return total;
  }
}
