package org.plumbline.lm.seq2seq;

import static org.plumbline.core.error.Require.require;

import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * What T5 adds to the scores of attention for the distance of two positions (Raffel et al. 2020,
 * section 2.1): near distances have a number each, far ones share by their logarithm.
 *
 * @param buckets how many numbers there are
 * @param furthest distance from which on all share the last one
 * @param bothWays whether half of them are for positions that follow
 */
record RelativeBias(int buckets, int furthest, boolean bothWays) {
  RelativeBias {
    int exact = (bothWays ? buckets / 2 : buckets) / 2;
    require(
        exact > 0 && furthest > exact,
        "relative_attention_max_distance must be larger than the %d distances that are told apart, of relative_attention_num_buckets %d (got %d)",
        exact,
        buckets,
        furthest);
  }

  /**
   * The bias of positions towards all of a text of which they are the last.
   *
   * @param table [buckets, heads]
   * @param before how many positions lie before the first of them
   * @param time how many they are
   * @return [1, heads, time, before + time]
   */
  Tensor of(Tensor table, int before, int time) {
    int all = before + time;
    long[] rows = new long[time * all];
    for (int i = 0; i < time; i++) {
      for (int j = 0; j < all; j++) {
        rows[i * all + j] = bucket(j - before - i);
      }
    }
    return Ops.embedding(table, Tensor.ofLongs(rows, time, all))
        .transpose(1, 2)
        .transpose(0, 1)
        .unsqueeze(0);
  }

  /**
   * The bucket of a distance.
   *
   * @param ahead how far the key lies ahead of the query
   */
  int bucket(int ahead) {
    int half = bothWays ? buckets / 2 : buckets;
    int start = bothWays && ahead > 0 ? half : 0;
    int distance = bothWays ? Math.abs(ahead) : Math.max(0, -ahead);
    int exact = half / 2;
    if (distance < exact) {
      return start + distance;
    }
    // In single precision as published, so that a distance at an edge falls to the same side.
    float share =
        (float) Math.log((float) distance / exact)
            / (float) Math.log((double) furthest / exact)
            * (half - exact);
    return start + Math.min(half - 1, exact + (int) share);
  }
}
