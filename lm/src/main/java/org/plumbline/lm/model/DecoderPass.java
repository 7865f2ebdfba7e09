package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.lm.layer.RotaryTable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/** One pass over whole sequences: what the attention of all blocks shares, worked out once. */
final class DecoderPass implements Pass {
  private final DecoderConfig config;
  private final List<RotaryTable> tables;
  private final List<RotaryTable.Angles> angles = new ArrayList<>();
  private final Map<Integer, Tensor> masks = new HashMap<>();

  /** A pass over whole sequences, of these lengths, the longest of which fills {@code time}. */
  DecoderPass(DecoderConfig config, List<RotaryTable> tables, int[] lengths, int time) {
    this.config = config;
    this.tables = tables;
    int[] from = new int[lengths.length];
    tables.forEach(table -> angles.add(table.of(from, lengths, time)));
  }

  @Override
  public Tensor rotate(int layer, Tensor x) {
    int rotary = config.layers().get(layer).rotary();
    return rotary < 0 ? x : tables.get(rotary).rotate(x, angles.get(rotary));
  }

  @Override
  public Tensor attend(int layer, Tensor query, Tensor key, Tensor value) {
    Tensor attended =
        over(layer, query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2));
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
    if (window == 0 || window >= time) {
      return Ops.attention(q, k, v, null, true, scale);
    }
    return Ops.attention(q, k, v, mask(window, time), false, scale);
  }

  /** True where a token may look, [1, 1, time, time]. */
  private Tensor mask(int window, int time) {
    return masks.computeIfAbsent(window, width -> causal(time, width));
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
