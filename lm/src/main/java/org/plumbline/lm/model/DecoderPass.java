package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.layer.RotaryTable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * One pass over a batch: what the attention of all blocks shares, worked out once.
 *
 * <p>Either over whole sequences, or over further tokens of those in a cache.
 */
final class DecoderPass {
  private final DecoderConfig config;
  private final List<RotaryTable> tables;
  private final List<RotaryTable.Angles> angles = new ArrayList<>();
  private final Map<Integer, Tensor> masks = new HashMap<>();
  private final @Nullable KeyValueCache cache;
  private final KeyValueCache.@Nullable Extension extension;

  /** A pass over whole sequences, of these lengths, the longest of which fills {@code time}. */
  DecoderPass(DecoderConfig config, List<RotaryTable> tables, int[] lengths, int time) {
    this.config = config;
    this.tables = tables;
    this.cache = null;
    this.extension = null;
    int[] from = new int[lengths.length];
    tables.forEach(table -> angles.add(table.of(from, lengths, time)));
  }

  /** A pass over further tokens. */
  DecoderPass(
      DecoderConfig config, List<RotaryTable> tables, TokenBatch batch, KeyValueCache cache) {
    this.config = config;
    this.tables = tables;
    this.cache = cache;
    this.extension = cache.extension(batch);
    int[] from = new int[batch.size()];
    int[] lengths = new int[batch.size()];
    for (int r = 0; r < from.length; r++) {
      from[r] = cache.length(r);
      lengths[r] = from[r] + batch.length(r);
    }
    tables.forEach(table -> angles.add(table.of(from, lengths, batch.width())));
  }

  /** Positions of further tokens, whole numbers, [batch, time]. */
  Tensor positions() {
    if (extension == null) {
      throw new IllegalStateException("positions of whole sequences are 0, 1, 2, ...");
    }
    return extension.positions();
  }

  /** Turns queries or keys, [batch, time, heads, head size], by their positions. */
  Tensor rotate(int layer, Tensor x) {
    int rotary = config.layers().get(layer).rotary();
    return rotary < 0 ? x : tables.get(rotary).rotate(x, angles.get(rotary));
  }

  /**
   * What each token takes from those that it sees.
   *
   * @param query [batch, time, heads, head size], as key and value with their own number of heads
   * @return [batch, time, heads * head size]
   */
  Tensor attend(int layer, Tensor query, Tensor key, Tensor value) {
    Tensor q = query.transpose(1, 2);
    Tensor attended;
    if (cache == null || extension == null) {
      attended = over(layer, q, key.transpose(1, 2), value.transpose(1, 2));
    } else {
      Tensor keys = cache.keys(layer, key, extension);
      attended = over(layer, q, keys, cache.values(layer, value, extension));
    }
    return attended.transpose(1, 2).reshape(query.size(0), query.size(1), -1);
  }

  private Tensor over(int layer, Tensor q, Tensor k, Tensor v) {
    AttentionConfig a = config.attention();
    double scale = a.scale(layer);
    int window = config.layers().get(layer).window();
    int time = (int) q.size(2);
    if (a.softCap() > 0) {
      return Ops.cappedAttention(q, k, v, mask(window, time), scale, a.softCap());
    }
    if (extension == null && (window == 0 || window >= time)) {
      return Ops.attention(q, k, v, null, true, scale);
    }
    return Ops.attention(q, k, v, mask(window, time), false, scale);
  }

  /** True where a token may look, [batch or 1, 1, time, past]. */
  private Tensor mask(int window, int time) {
    return masks.computeIfAbsent(
        window, width -> extension == null ? causal(time, width) : extension.mask(width));
  }

  private static Tensor causal(int time, int window) {
    boolean[] mask = new boolean[time * time];
    for (int t = 0; t < time; t++) {
      int first = window == 0 ? 0 : Math.max(0, t - window + 1);
      java.util.Arrays.fill(mask, t * time + first, t * time + t + 1, true);
    }
    return Tensor.ofBooleans(mask, 1, 1, time, time);
  }
}
