package org.plumbline.distill.dedup;

import java.util.Arrays;

/**
 * The different character n-grams of a text, as hashes of 64 bits in ascending order.
 *
 * @param hashes empty for a text that is shorter than n
 */
record Shingles(long[] hashes) {

  /** Of all runs of n code points. */
  static Shingles of(String text, int n) {
    int[] points = text.codePoints().toArray();
    long[] hashes = new long[Math.max(0, points.length - n + 1)];
    for (int i = 0; i < hashes.length; i++) {
      long hash = n;
      for (int k = 0; k < n; k++) {
        hash = Mixing.mix(hash ^ points[i + k]);
      }
      hashes[i] = hash;
    }
    return new Shingles(Arrays.stream(hashes).sorted().distinct().toArray());
  }

  boolean isEmpty() {
    return hashes.length == 0;
  }

  /** Size of the intersection over that of the union; 0 if both are empty. */
  double jaccard(Shingles other) {
    int common = 0;
    for (int i = 0, k = 0; i < hashes.length && k < other.hashes.length; ) {
      int order = Long.compare(hashes[i], other.hashes[k]);
      common += order == 0 ? 1 : 0;
      i += order <= 0 ? 1 : 0;
      k += order >= 0 ? 1 : 0;
    }
    int union = hashes.length + other.hashes.length - common;
    return union == 0 ? 0 : (double) common / union;
  }
}
