package org.plumbline.distill.build;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.plumbline.core.random.Seeds;

/**
 * Whole groups in parts, as near to the wanted shares as some hundred tries find.
 *
 * @param parts of each group
 * @param error share of the items that are in another part than wanted, and 1 more for each part
 *     that should have some and has none
 */
record GroupAssignment(Map<Integer, Part> parts, double error) {
  private static final int TRIES = 256;

  /** A group and the number of its items. */
  private record Group(int name, int size) {}

  /**
   * Each try takes the groups in another order and puts each where most is missing.
   *
   * @param sizes items by group
   */
  static GroupAssignment best(Map<Integer, Integer> sizes, Shares shares, Seeds seeds) {
    List<Group> groups = new ArrayList<>();
    sizes.forEach((name, size) -> groups.add(new Group(name, size)));
    groups.sort(Comparator.comparingInt(Group::size).reversed().thenComparing(Group::name));
    SplittableRandom random = seeds.stream("split");
    GroupAssignment best = greedy(groups, shares);
    for (int i = 0; i < TRIES; i++) {
      shuffle(groups, random);
      GroupAssignment next = greedy(groups, shares);
      best = next.error < best.error ? next : best;
    }
    return best;
  }

  private static void shuffle(List<Group> groups, SplittableRandom random) {
    for (int i = groups.size() - 1; i > 0; i--) {
      Collections.swap(groups, i, random.nextInt(i + 1));
    }
  }

  private static GroupAssignment greedy(List<Group> groups, Shares shares) {
    int total = groups.stream().mapToInt(Group::size).sum();
    Map<Part, Integer> have = new LinkedHashMap<>();
    Map<Integer, Part> parts = new LinkedHashMap<>();
    for (Group group : groups) {
      Part neediest = Part.TRAIN;
      for (Part part : Part.values()) {
        if (missing(part, have, shares, total) > missing(neediest, have, shares, total)) {
          neediest = part;
        }
      }
      parts.put(group.name(), neediest);
      have.merge(neediest, group.size(), Integer::sum);
    }
    return new GroupAssignment(parts, error(have, shares, total));
  }

  private static double missing(Part part, Map<Part, Integer> have, Shares shares, int total) {
    return shares.of(part) * total - have.getOrDefault(part, 0);
  }

  private static double error(Map<Part, Integer> have, Shares shares, int total) {
    double error = 0;
    for (Part part : Part.values()) {
      boolean empty = shares.of(part) > 0 && have.getOrDefault(part, 0) == 0;
      error += Math.abs(missing(part, have, shares, total)) / Math.max(1, total) / 2;
      error += empty ? 1 : 0;
    }
    return error;
  }
}
