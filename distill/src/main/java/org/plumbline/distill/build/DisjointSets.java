package org.plumbline.distill.build;

import java.util.Arrays;

/** Sets of the numbers below n that are joined pair by pair (union-find with path halving). */
final class DisjointSets {
  private final int[] parent;

  DisjointSets(int size) {
    parent = new int[size];
    Arrays.setAll(parent, i -> i);
  }

  /** The smallest number of a set, which stands for it. */
  int find(int item) {
    int at = item;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  void union(int one, int other) {
    int a = find(one);
    int b = find(other);
    parent[Math.max(a, b)] = Math.min(a, b);
  }

  DisjointSets copy() {
    DisjointSets copy = new DisjointSets(parent.length);
    System.arraycopy(parent, 0, copy.parent, 0, parent.length);
    return copy;
  }
}
