package org.plumbline.core.metric;

import java.util.Arrays;

/** Numbers pairs of numbers in the order in which they are first seen, from 0. */
final class RunTable {
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final long[] keys;
  private final int[] numbers;
  private final int shift;
  private int size;

  /** A table for at most so many different pairs. */
  RunTable(int most) {
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, most));
    keys = new long[1 << bits];
    numbers = new int[1 << bits];
    shift = Long.SIZE - bits;
    clear();
  }

  void clear() {
    Arrays.fill(numbers, -1);
    size = 0;
  }

  int number(int first, int second) {
    long key = (long) first << Integer.SIZE | second & 0xFFFFFFFFL;
    int mask = numbers.length - 1;
    int slot = (int) (key * SPREAD >>> shift);
    while (numbers[slot] >= 0) {
      if (keys[slot] == key) {
        return numbers[slot];
      }
      slot = slot + 1 & mask;
    }
    keys[slot] = key;
    numbers[slot] = size;
    return size++;
  }
}
