package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plumbline.lm.layer.RotaryTable;
import org.plumbline.lm.tensor.Tensor;

/**
 * One pass over tokens that follow those in a cache, all in one row: [1, tokens, ...].
 *
 * <p>What a token gets has the same bits whatever other parts there are.
 */
final class CachedPass implements Pass {
  private final DecoderConfig config;
  private final List<RotaryTable> tables;
  private final List<RotaryTable.Angles> angles = new ArrayList<>();
  private final KeyValueCache cache;
  private final Map<Integer, List<AttentionRun.Attending>> attentions = new HashMap<>();
  private final Tensor ids;
  private final Tensor positions;
  private final Tensor places;
  private final int tokens;
  private final int rows;

  /**
   * A pass over these parts, each of another slot.
   *
   * @param rows how many rows the pass has, the last ones filling
   */
  CachedPass(
      DecoderConfig config,
      List<RotaryTable> tables,
      List<Continuation> parts,
      KeyValueCache cache,
      int rows) {
    this.config = config;
    this.tables = tables;
    this.cache = cache;
    this.tokens = tokens(parts);
    this.rows = rows;
    long[] idOf = new long[rows];
    long[] placeOf = new long[tokens * cache.heads()];
    int[] positionOf = new int[rows];
    int[] lengthOf = new int[rows];
    int n = 0;
    for (Continuation part : parts) {
      int before = cache.length(part.slot());
      for (int t = 0; t < part.ids().length; t++, n++) {
        idOf[n] = part.ids()[t];
        positionOf[n] = before + t;
        lengthOf[n] = Math.max(part.textLength(), before + part.ids().length);
        for (int head = 0; head < cache.heads(); head++) {
          long line = (long) part.slot() * cache.heads() + head;
          placeOf[n * cache.heads() + head] = line * cache.capacity() + before + t;
        }
      }
    }
    this.ids = Tensor.ofLongs(idOf, 1, rows);
    this.positions = Tensor.ofLongs(Arrays.stream(positionOf).asLongStream().toArray(), 1, rows);
    this.places = Tensor.ofLongs(placeOf, placeOf.length);
    tables.forEach(table -> angles.add(table.at(positionOf, lengthOf)));
    List<AttentionRun> runs =
        AttentionRuns.of(parts, cache, config.attention().heads() / cache.heads());
    // All at once: what a block makes is gone with it.
    for (DecoderConfig.Layer layer : config.layers()) {
      attentions.computeIfAbsent(
          layer.window(), window -> runs.stream().map(run -> run.within(window)).toList());
    }
  }

  /** Tokens of all parts. */
  static int tokens(List<Continuation> parts) {
    return parts.stream().mapToInt(part -> part.ids().length).sum();
  }

  /** Ids of all tokens, and 0 in rows of filling, [1, rows]. */
  Tensor ids() {
    return ids;
  }

  /** Positions in their texts, whole numbers, [1, rows]. */
  Tensor positions() {
    return positions;
  }

  @Override
  public Tensor rotate(int layer, Tensor x) {
    int rotary = config.layers().get(layer).rotary();
    return rotary < 0 ? x : tables.get(rotary).rotate(x, angles.get(rotary));
  }

  @Override
  public Tensor attend(int layer, Tensor query, Tensor key, Tensor value) {
    store(cache.keys(layer), key);
    store(cache.values(layer), value);
    AttentionRun.Fresh fresh =
        new AttentionRun.Fresh(query.squeeze(0), key.squeeze(0), value.squeeze(0));
    AttentionConfig a = config.attention();
    AttentionRun.Stored stored =
        new AttentionRun.Stored(
            cache.keys(layer),
            cache.values(layer),
            cache.heads(),
            cache.headSize(),
            cache.lineSize(),
            a.scale(layer),
            a.softCap());
    Tensor out = Tensor.zeros(rows, query.size(2) * query.size(3));
    int window = config.layers().get(layer).window();
    for (AttentionRun.Attending attention : Objects.requireNonNull(attentions.get(window))) {
      attention.attend(fresh, stored, out);
    }
    return out.unsqueeze(0);
  }

  private void store(Tensor all, Tensor fresh) {
    Tensor real = rows == tokens ? fresh : fresh.narrow(1, 0, tokens);
    all.reshape(-1, cache.lineSize())
        .narrow(1, 0, cache.headSize())
        .setRows(places, real.reshape(-1, cache.headSize()));
  }
}
