package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.tensor.TokenAttention;

/** Sorts the parts of a pass into as few runs as their shapes allow. */
final class AttentionRuns {
  /** Texts that begin are filled up to whole numbers of these, so that some are alike. */
  private static final int FILLED = 16;

  private final KeyValueCache cache;
  private final int group;
  private final List<AttentionRun> runs = new ArrayList<>();
  private final Map<Integer, List<int[]>> beginnings = new TreeMap<>();
  private final List<int[]> singles = new ArrayList<>();

  private AttentionRuns(KeyValueCache cache, int group) {
    this.cache = cache;
    this.group = group;
  }

  /**
   * The runs of these parts, which stand in the pass one after the other.
   *
   * @param group query heads for each key head
   */
  static List<AttentionRun> of(List<Continuation> parts, KeyValueCache cache, int group) {
    AttentionRuns sorted = new AttentionRuns(cache, group);
    int row = 0;
    for (Continuation part : parts) {
      sorted.add(part, row);
      row += part.ids().length;
    }
    sorted.close();
    return sorted.runs;
  }

  private void add(Continuation part, int row) {
    int count = part.ids().length;
    int before = cache.length(part.slot());
    int end = before + count;
    if (end > cache.capacity()) {
      throw new IllegalArgumentException(
          "slot %d would have %d tokens, the cache holds %d"
              .formatted(part.slot(), end, cache.capacity()));
    }
    if (count == 1) {
      addSingle(part.slot(), row, end);
    } else if (before > 0) {
      runs.add(new AttentionRun.Later(row, count, part.slot(), end, cache.heads(), group));
    } else {
      beginnings
          .computeIfAbsent(Math.ceilDiv(count, FILLED) * FILLED, time -> new ArrayList<>())
          .add(new int[] {row, count});
    }
  }

  private void addSingle(int slot, int row, int end) {
    if (!singles.isEmpty() && singles.get(0)[0] + singles.size() != row) {
      closeSingles();
    }
    singles.add(new int[] {row, slot, end});
  }

  private void closeSingles() {
    if (!singles.isEmpty()) {
      int[] slots = singles.stream().mapToInt(single -> single[1]).toArray();
      int[] ends = singles.stream().mapToInt(single -> single[2]).toArray();
      runs.add(new AttentionRun.Singles(singles.get(0)[0], slots, ends, shape()));
      singles.clear();
    }
  }

  private TokenAttention.Shape shape() {
    return new TokenAttention.Shape(
        cache.heads(), group, cache.headSize(), cache.lineSize(), cache.capacity());
  }

  private void close() {
    closeSingles();
    beginnings.forEach((time, texts) -> runs.add(together(time, texts)));
  }

  /**
   * @param texts first row and number of tokens of each
   */
  private AttentionRun together(int time, List<int[]> texts) {
    int tokens = texts.stream().mapToInt(text -> text[1]).sum();
    long[] sources = new long[texts.size() * time];
    long[] real = new long[tokens];
    long[] rows = new long[tokens];
    int n = 0;
    for (int i = 0; i < texts.size(); i++) {
      int first = texts.get(i)[0];
      for (int t = 0; t < time; t++) {
        boolean token = t < texts.get(i)[1];
        sources[i * time + t] = token ? first + (long) t : first;
        if (token) {
          real[n] = i * (long) time + t;
          rows[n++] = first + (long) t;
        }
      }
    }
    return new AttentionRun.Beginnings(
        Tensor.ofLongs(sources, sources.length),
        Tensor.ofLongs(real, tokens),
        Tensor.ofLongs(rows, tokens),
        texts.size(),
        time,
        cache.heads(),
        group);
  }
}
