package org.plumbline.core.metric;

import java.util.Arrays;
import java.util.BitSet;

/** The longest sequence of tokens that two texts have in this order, with gaps. */
final class CommonSubsequence {
  private CommonSubsequence() {}

  /**
   * Its length, by 64 places of a at a time (Hyyro 2004): a bit of {@code open} is 0 where the
   * length grows.
   */
  static int length(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return 0;
    }
    int words = (a.length + Long.SIZE - 1) / Long.SIZE;
    long[][] places = places(a, words);
    long[] open = new long[words];
    Arrays.fill(open, -1);
    for (int token : b) {
      if (token < places.length && places[token] != null) {
        step(open, places[token]);
      }
    }
    int length = 0;
    for (int w = 0; w < words; w++) {
      long outside = w == words - 1 && a.length % Long.SIZE != 0 ? -1L << a.length : 0;
      length += Long.bitCount(~(open[w] | outside));
    }
    return length;
  }

  private static void step(long[] open, long[] places) {
    long carry = 0;
    for (int w = 0; w < open.length; w++) {
      long old = open[w];
      long hit = old & places[w];
      long sum = old + hit;
      long total = sum + carry;
      carry = Long.compareUnsigned(sum, old) < 0 || Long.compareUnsigned(total, sum) < 0 ? 1 : 0;
      open[w] = total | old & ~hit;
    }
  }

  /** Where in a each token stands, null for those that do not. */
  @SuppressWarnings("NullAway") // null stands for no place
  private static long[][] places(int[] a, int words) {
    int most = 0;
    for (int token : a) {
      most = Math.max(most, token);
    }
    long[][] places = new long[most + 1][];
    for (int i = 0; i < a.length; i++) {
      if (places[a[i]] == null) {
        places[a[i]] = new long[words];
      }
      places[a[i]][i / Long.SIZE] |= 1L << i;
    }
    return places;
  }

  /** Places in a of one that is longest, chosen as rouge_score chooses among several. */
  static BitSet places(int[] a, int[] b) {
    int[][] lengths = lengths(a, b);
    BitSet places = new BitSet();
    int i = a.length;
    int j = b.length;
    while (i > 0 && j > 0) {
      if (a[i - 1] == b[j - 1]) {
        places.set(i - 1);
        i--;
        j--;
      } else if (lengths[i][j - 1] > lengths[i - 1][j]) {
        j--;
      } else {
        i--;
      }
    }
    return places;
  }

  /** Of the first i and the first j tokens. */
  private static int[][] lengths(int[] a, int[] b) {
    int[][] lengths = new int[a.length + 1][b.length + 1];
    for (int i = 1; i <= a.length; i++) {
      int[] above = lengths[i - 1];
      int[] row = lengths[i];
      for (int j = 1; j <= b.length; j++) {
        row[j] = a[i - 1] == b[j - 1] ? above[j - 1] + 1 : Math.max(above[j], row[j - 1]);
      }
    }
    return lengths;
  }
}
