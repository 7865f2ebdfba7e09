package org.plumbline.align.loop;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Packs items into as few bins as a simple rule can: the longest first, each into the first bin
 * that has room (Johnson 1973; never more than 11/9 of the fewest, plus 2/3).
 */
final class FirstFitDecreasing {
  /** Room of each bin at the leaves, and above them the most of each half: a tournament tree. */
  private final int[] room;

  private final int leaves;

  private FirstFitDecreasing(int bins, int capacity) {
    int width = 1;
    while (width < bins) {
      width *= 2;
    }
    leaves = width;
    room = new int[2 * width];
    Arrays.fill(room, capacity);
  }

  /**
   * The numbers of the items of each bin, in the order in which they were put there; items of one
   * length keep the order in which they come here.
   *
   * @param items numbers of items
   * @param lengths of all items, by number
   * @param capacity of a bin
   */
  static List<int[]> pack(int[] items, int[] lengths, int capacity) {
    Integer[] sorted = Arrays.stream(items).boxed().toArray(Integer[]::new);
    Arrays.sort(sorted, Comparator.comparingInt((Integer item) -> lengths[item]).reversed());
    FirstFitDecreasing tree = new FirstFitDecreasing(items.length, capacity);
    List<List<Integer>> bins = new ArrayList<>();
    for (int item : sorted) {
      require(
          lengths[item] <= capacity,
          "a text of %d tokens does not fit a row of %d; raise pack-length, or cut texts",
          lengths[item],
          capacity);
      int bin = tree.take(lengths[item]);
      if (bin == bins.size()) {
        bins.add(new ArrayList<>());
      }
      bins.get(bin).add(item);
    }
    return bins.stream().map(bin -> bin.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /** Takes room from the first bin that has so much, and says which it is. */
  private int take(int length) {
    int node = 1;
    while (node < leaves) {
      node = room[2 * node] >= length ? 2 * node : 2 * node + 1;
    }
    room[node] -= length;
    int bin = node - leaves;
    for (node /= 2; node >= 1; node /= 2) {
      room[node] = Math.max(room[2 * node], room[2 * node + 1]);
    }
    return bin;
  }
}
