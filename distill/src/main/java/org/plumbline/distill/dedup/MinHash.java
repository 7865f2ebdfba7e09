package org.plumbline.distill.dedup;

import java.util.Arrays;

/**
 * Signatures that agree at a place with the probability of the Jaccard similarity (Broder 1997).
 */
final class MinHash {
  /** As in datasketch and distilabel. */
  static final int PERMUTATIONS = 128;

  private MinHash() {}

  /** The smallest hash under each permutation; of no shingles there is no signature. */
  static long[] signature(Shingles shingles) {
    if (shingles.isEmpty()) {
      throw new IllegalArgumentException("no signature of nothing: all empty sets would be equal");
    }
    long[] smallest = new long[PERMUTATIONS];
    Arrays.fill(smallest, Long.MAX_VALUE);
    for (int p = 0; p < PERMUTATIONS; p++) {
      long permutation = Mixing.mix(p);
      for (long hash : shingles.hashes()) {
        smallest[p] = Math.min(smallest[p], Mixing.mix(hash ^ permutation));
      }
    }
    return smallest;
  }
}
