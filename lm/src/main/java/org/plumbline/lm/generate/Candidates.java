package org.plumbline.lm.generate;

import java.util.Arrays;
import java.util.function.IntPredicate;

/** The tokens of a row by their probability. */
final class Candidates {
  private Candidates() {}

  /** The ids from the highest value to the lowest; of equal ones the smaller id first. */
  static int[] descending(float[] values) {
    // A value's bits above its id, so that numbers are sorted and no objects.
    long[] keys = new long[values.length];
    for (int id = 0; id < keys.length; id++) {
      int bits = Float.floatToIntBits(values[id]);
      int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      keys[id] = ((long) ~ascending << Integer.SIZE) | id;
    }
    Arrays.sort(keys);
    int[] ids = new int[keys.length];
    for (int rank = 0; rank < ids.length; rank++) {
      ids[rank] = (int) keys[rank];
    }
    return ids;
  }

  static double[] logProbabilities(float[] logits) {
    double highest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - highest);
    }
    double[] logProbs = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      logProbs[i] = logits[i] - highest - Math.log(sum);
    }
    return logProbs;
  }

  static double[] probabilities(float[] logits) {
    double[] probabilities = logProbabilities(logits);
    for (int i = 0; i < probabilities.length; i++) {
      probabilities[i] = Math.exp(probabilities[i]);
    }
    return probabilities;
  }

  /** Marks the first so many ids of an order. */
  static boolean[] first(int[] order, int count) {
    boolean[] marked = new boolean[order.length];
    for (int rank = 0; rank < Math.min(count, order.length); rank++) {
      marked[order[rank]] = true;
    }
    return marked;
  }

  /** Makes all other tokens impossible. */
  static void keep(float[] logits, IntPredicate kept) {
    for (int i = 0; i < logits.length; i++) {
      if (!kept.test(i)) {
        logits[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }
}
