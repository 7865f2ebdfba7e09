package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
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
    addMasks(window -> needsMask(window, time), window -> causal(time, window));
  }

  /** A pass over whole documents, some of which may share a row. */
  static DecoderPass over(DecoderConfig config, List<RotaryTable> tables, TokenBatch batch) {
    return batch.isPacked()
        ? new DecoderPass(config, tables, batch)
        : new DecoderPass(config, tables, batch.lengths(), batch.width());
  }

  private DecoderPass(DecoderConfig config, List<RotaryTable> tables, TokenBatch batch) {
    this.config = config;
    this.tables = tables;
    tables.forEach(table -> angles.add(table.of(batch.documents(), batch.width())));
    addMasks(window -> true, window -> blockwise(batch.documents(), batch.width(), window));
  }

  /** Made here, in the scope of the pass, as blocks free what they make. */
  private void addMasks(IntPredicate needed, IntFunction<Tensor> mask) {
    for (DecoderConfig.Layer layer : config.layers()) {
      if (needed.test(layer.window()) && !masks.containsKey(layer.window())) {
        masks.put(layer.window(), mask.apply(layer.window()));
      }
    }
  }

  private boolean needsMask(int window, int time) {
    return config.attention().softCap() > 0 || window > 0 && window < time;
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
    Tensor mask = mask(config.layers().get(layer).window());
    if (a.softCap() > 0 && mask != null) {
      return Ops.cappedAttention(q, k, v, mask, scale, a.softCap());
    }
    return Ops.attention(q, k, v, mask, mask == null, scale);
  }

  /** True where a token may look, [batch or 1, 1, time, time]; null for all before it. */
  private @Nullable Tensor mask(int window) {
    return masks.get(window);
  }

  /** Each document sees itself alone. */
  private static Tensor blockwise(int[][] documents, int time, int window) {
    boolean[] mask = new boolean[documents.length * time * time];
    for (int r = 0; r < documents.length; r++) {
      int begin = 0;
      for (int length : documents[r]) {
        for (int t = begin; t < begin + length; t++) {
          int first = window == 0 ? begin : Math.max(begin, t - window + 1);
          int row = (r * time + t) * time;
          Arrays.fill(mask, row + first, row + t + 1, true);
        }
        begin += length;
      }
      // Rows of filling look at themselves, because a softmax over nothing would be NaN.
      for (int t = begin; t < time; t++) {
        mask[(r * time + t) * time + t] = true;
      }
    }
    return Tensor.ofBooleans(mask, documents.length, 1, time, time);
  }

  private static Tensor causal(int time, int window) {
    boolean[] mask = new boolean[time * time];
    for (int t = 0; t < time; t++) {
      int first = window == 0 ? 0 : Math.max(0, t - window + 1);
      Arrays.fill(mask, t * time + first, t * time + t + 1, true);
    }
    return Tensor.ofBooleans(mask, 1, 1, time, time);
  }
}
