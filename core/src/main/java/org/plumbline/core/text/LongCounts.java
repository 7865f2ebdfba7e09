package org.plumbline.core.text;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts by keys that are not negative, in two flat arrays: 12 bytes a place, where a map of
 * objects takes 80.
 */
final class LongCounts {
  private static final long FREE = -1;

  private long[] keys = new long[1 << 10];
  private int[] counts = new int[1 << 10];
  private int size;

  LongCounts() {
    Arrays.fill(keys, FREE);
  }

  /**
   * Adds one.
   *
   * @return the count after that
   */
  int increment(long key) {
    int place = place(key);
    if (keys[place] == FREE) {
      keys[place] = key;
      size++;
      counts[place] = 1;
      if (size > keys.length / 2) {
        grow();
      }
      return 1;
    }
    return ++counts[place];
  }

  /** The count of a key; 0 if it was never added to. */
  int get(long key) {
    int place = place(key);
    return keys[place] == FREE ? 0 : counts[place];
  }

  /** All counts that are not 0. */
  IntStream counts() {
    return Arrays.stream(counts).filter(count -> count > 0);
  }

  private int place(long key) {
    // Multiplying by an odd constant mixes all lower bits into the upper ones (Knuth's
    // multiplicative hashing).
    int place = (int) (key * 0x9e3779b97f4a7c15L >>> 33) & keys.length - 1;
    while (keys[place] != FREE && keys[place] != key) {
      place = place + 1 & keys.length - 1;
    }
    return place;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    keys = new long[oldKeys.length * 2];
    counts = new int[keys.length];
    Arrays.fill(keys, FREE);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int place = place(oldKeys[i]);
        keys[place] = oldKeys[i];
        counts[place] = oldCounts[i];
      }
    }
  }
}
