package org.plumbline.distill.build;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.dedup.Deduplication;
import org.plumbline.distill.dedup.NearPairs;

/**
 * Train, validation and test such that no chapter, no item in two languages and no near duplicates
 * stand in two of them.
 *
 * <p>Items that share a key are one group, and so are clusters of near duplicates, in question or
 * in answer. If whole groups can be dealt out near to the wanted shares, that is all. Often they
 * cannot: a handful of common questions ties all chapters together. Then clusters are left out of
 * the groups, and of one that stands in several parts only what is in the largest is kept.
 *
 * @param parts items of each part, in their order
 * @param dropped items that could not be kept apart otherwise
 * @param groups that were dealt out
 */
record CorpusSplit(Map<Part, List<CorpusItem>> parts, List<CorpusItem> dropped, int groups) {
  /** So much worse may the shares be for the sake of dropping nothing. */
  private static final double TOLERANCE = 0.05;

  /** Shorter answers, such as "Yes.", may be the same to different questions. */
  private static final int SAYS_MUCH = 20;

  /**
   * @param near from which similarity on items must not be parted; lower than that of duplicates
   */
  static CorpusSplit of(
      List<CorpusItem> items, Shares shares, Deduplication.Options near, Seeds seeds) {
    DisjointSets byKey = byKey(items);
    DisjointSets clusters = clusters(items, near);
    DisjointSets whole = byKey.copy();
    for (int i = 0; i < items.size(); i++) {
      whole.union(i, clusters.find(i));
    }
    GroupAssignment ofWhole = GroupAssignment.best(sizes(whole, items.size()), shares, seeds);
    GroupAssignment ofKeys = GroupAssignment.best(sizes(byKey, items.size()), shares, seeds);
    return ofWhole.error() <= ofKeys.error() + TOLERANCE
        ? dealt(items, whole, ofWhole, clusters, shares)
        : dealt(items, byKey, ofKeys, clusters, shares);
  }

  /** Items of a part. */
  List<CorpusItem> part(Part part) {
    return parts.getOrDefault(part, List.of());
  }

  private static DisjointSets byKey(List<CorpusItem> items) {
    DisjointSets sets = new DisjointSets(items.size());
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      for (String key : items.get(i).keys()) {
        Integer earlier = first.putIfAbsent(key, i);
        if (earlier != null) {
          sets.union(earlier, i);
        }
      }
    }
    return sets;
  }

  /** Near duplicates of each other, directly or by way of others. */
  static DisjointSets clusters(List<CorpusItem> items, Deduplication.Options near) {
    DisjointSets sets = new DisjointSets(items.size());
    join(items, CorpusItem::question, 0, near, sets);
    join(items, CorpusItem::answer, SAYS_MUCH, near, sets);
    return sets;
  }

  private static void join(
      List<CorpusItem> items,
      Function<CorpusItem, String> text,
      int least,
      Deduplication.Options near,
      DisjointSets sets) {
    int[] places =
        IntStream.range(0, items.size())
            .filter(i -> text.apply(items.get(i)).length() >= least)
            .toArray();
    List<String> texts = IntStream.of(places).mapToObj(i -> text.apply(items.get(i))).toList();
    NearPairs.of(texts, near)
        .forEach(pair -> sets.union(places[pair.first()], places[pair.second()]));
  }

  private static Map<Integer, Integer> sizes(DisjointSets sets, int items) {
    Map<Integer, Integer> sizes = new TreeMap<>();
    for (int i = 0; i < items; i++) {
      sizes.merge(sets.find(i), 1, Integer::sum);
    }
    return sizes;
  }

  private static CorpusSplit dealt(
      List<CorpusItem> items,
      DisjointSets groups,
      GroupAssignment assignment,
      DisjointSets clusters,
      Shares shares) {
    Comparator<Part> largest =
        Comparator.comparingDouble(shares::of).reversed().thenComparing(Comparator.naturalOrder());
    Map<Integer, Part> stays = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Part part = part(i, groups, assignment);
      stays.merge(clusters.find(i), part, BinaryOperator.minBy(largest));
    }
    Map<Part, List<CorpusItem>> parts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      parts.put(part, new ArrayList<>());
    }
    List<CorpusItem> dropped = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Part part = part(i, groups, assignment);
      boolean kept = stays.get(clusters.find(i)) == part;
      (kept ? parts.getOrDefault(part, dropped) : dropped).add(items.get(i));
    }
    return new CorpusSplit(parts, dropped, assignment.parts().size());
  }

  private static Part part(int item, DisjointSets groups, GroupAssignment assignment) {
    return assignment.parts().getOrDefault(groups.find(item), Part.TRAIN);
  }
}
