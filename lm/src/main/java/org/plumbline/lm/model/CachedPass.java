package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plumbline.lm.layer.RotaryTable;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * One pass over tokens that follow those in a cache, all in one row: [1, tokens, ...].
 *
 * <p>What a token gets has the same bits whatever other parts there are. Attention of single tokens
 * reads whole blocks of the cache, and masks what is not theirs. Neighbouring slots share a
 * product: up to one large block, masked places leave the bits of its sums as they are; beyond, a
 * text reads as many blocks as its own length asks for, and shares with those that read as many.
 */
final class CachedPass implements Pass {
  private final DecoderConfig config;
  private final List<RotaryTable> tables;
  private final List<RotaryTable.Angles> angles = new ArrayList<>();
  private final KeyValueCache cache;
  private final List<Run> runs = new ArrayList<>();
  private final Map<Integer, List<Tensor>> masks = new HashMap<>();
  private final Tensor ids;
  private final Tensor positions;
  private final Tensor places;
  private final int tokens;
  private final int rows;

  /**
   * Tokens that attention handles together: one of each of some neighbouring slots, or all of one
   * part.
   *
   * @param firstRow where they begin
   * @param count how many there are
   * @param slot the first slot
   * @param ends tokens of each slot's text up to its last token here
   * @param reach places of the cache that are read
   */
  private record Run(int firstRow, int count, int slot, int[] ends, int reach) {
    boolean single() {
      return ends.length == count;
    }

    boolean goesOnWith(int nextSlot, int nextReach) {
      return single()
          && slot + count == nextSlot
          && (reach == nextReach || Math.max(reach, nextReach) <= KeyValueCache.COMMON_REACH);
    }

    Run with(int end, int nextReach) {
      int[] all = Arrays.copyOf(ends, count + 1);
      all[count] = end;
      return new Run(firstRow, count + 1, slot, all, Math.max(reach, nextReach));
    }
  }

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
      addRun(part, n, before);
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
    // All at once: what a block makes is gone with it.
    config.layers().forEach(layer -> masks.computeIfAbsent(layer.window(), this::masks));
  }

  /** Tokens of all parts. */
  static int tokens(List<Continuation> parts) {
    return parts.stream().mapToInt(part -> part.ids().length).sum();
  }

  private void addRun(Continuation part, int row, int before) {
    int end = before + part.ids().length;
    if (end > cache.capacity()) {
      throw new IllegalArgumentException(
          "slot %d would have %d tokens, the cache holds %d"
              .formatted(part.slot(), end, cache.capacity()));
    }
    if (part.ids().length > 1) {
      runs.add(new Run(row, part.ids().length, part.slot(), new int[] {end}, end));
      return;
    }
    int reach = KeyValueCache.wholeBlocks(end);
    if (!runs.isEmpty() && runs.get(runs.size() - 1).goesOnWith(part.slot(), reach)) {
      runs.add(runs.remove(runs.size() - 1).with(end, reach));
    } else {
      runs.add(new Run(row, 1, part.slot(), new int[] {end}, reach));
    }
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
    List<Tensor> masksOfRuns =
        Objects.requireNonNull(masks.get(config.layers().get(layer).window()));
    List<Tensor> attended = new ArrayList<>();
    for (int r = 0; r < runs.size(); r++) {
      attended.add(over(layer, query, runs.get(r), masksOfRuns.get(r)));
    }
    if (rows > tokens) {
      attended.add(Tensor.zeros(rows - tokens, query.size(2) * query.size(3)));
    }
    Tensor all = attended.size() == 1 ? attended.get(0) : Tensor.cat(attended, 0);
    return all.unsqueeze(0);
  }

  private void store(Tensor all, Tensor fresh) {
    Tensor real = rows == tokens ? fresh : fresh.narrow(1, 0, tokens);
    all.reshape(-1, cache.lineSize())
        .narrow(1, 0, cache.headSize())
        .setRows(places, real.reshape(-1, cache.headSize()));
  }

  /** [run's tokens, heads * head size]. */
  private Tensor over(int layer, Tensor query, Run run, Tensor mask) {
    long heads = cache.heads();
    long group = query.size(2) / heads;
    long size = cache.lineSize();
    Tensor q =
        wholeLines(query.narrow(1, run.firstRow, run.count))
            .reshape(run.count, heads, group, size);
    long lines = heads * (run.single() ? run.count : 1);
    Tensor rowsOfLines =
        run.single() ? q.reshape(lines, group, size) : q.transpose(0, 1).reshape(lines, -1, size);
    Tensor keys = cache.keys(layer).narrow(0, run.slot * heads, lines).narrow(1, 0, run.reach);
    Tensor values = cache.values(layer).narrow(0, run.slot * heads, lines).narrow(1, 0, run.reach);
    AttentionConfig a = config.attention();
    Tensor given =
        Ops.maskedAttention(rowsOfLines, keys, values, mask, a.scale(layer), a.softCap());
    if (cache.lineSize() > cache.headSize()) {
      given = given.narrow(-1, 0, cache.headSize());
    }
    long width = group * cache.headSize();
    return run.single()
        ? given.reshape(run.count, heads * width)
        : given.reshape(heads, run.count, width).transpose(0, 1).reshape(run.count, heads * width);
  }

  private Tensor wholeLines(Tensor x) {
    if (cache.lineSize() == cache.headSize()) {
      return x;
    }
    long[] shape = x.shape();
    shape[shape.length - 1] = cache.lineSize() - cache.headSize();
    return Tensor.cat(List.of(x, Tensor.zeros(shape)), -1);
  }

  private List<Tensor> masks(int window) {
    List<Tensor> all = new ArrayList<>();
    runs.forEach(run -> all.add(run.single() ? ofSlots(run, window) : ofPart(run, window)));
    return all;
  }

  /** 0 where the token of a slot may look, otherwise minus infinity: [slots * heads, 1, reach]. */
  private Tensor ofSlots(Run run, int window) {
    int heads = cache.heads();
    float[] mask = new float[run.count * heads * run.reach];
    Arrays.fill(mask, Float.NEGATIVE_INFINITY);
    for (int line = 0; line < run.count * heads; line++) {
      int end = run.ends[line / heads];
      int first = window == 0 ? 0 : Math.max(0, end - window);
      Arrays.fill(mask, line * run.reach + first, line * run.reach + end, 0);
    }
    return Tensor.of(mask, (long) run.count * heads, 1, run.reach);
  }

  /** The same for each token of a part: [1, tokens * group, reach]. */
  private Tensor ofPart(Run run, int window) {
    int group = config.attention().heads() / cache.heads();
    float[] mask = new float[run.count * group * run.reach];
    Arrays.fill(mask, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < run.count * group; row++) {
      int end = run.ends[0] - run.count + row / group + 1;
      int first = window == 0 ? 0 : Math.max(0, end - window);
      Arrays.fill(mask, row * run.reach + first, row * run.reach + end, 0);
    }
    return Tensor.of(mask, 1, (long) run.count * group, run.reach);
  }
}
