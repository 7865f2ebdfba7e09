package org.plumbline.lm.model;

import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * Tokens of a pass over a cache whose attention is one product. What it computes for a text has
 * shapes that follow from this text alone, but for the number of texts.
 */
sealed interface AttentionRun {

  /** 0 where a token may look, otherwise minus infinity; to be added to the scores. */
  Tensor mask(int window);

  /**
   * Writes what each of its tokens takes from those that it sees.
   *
   * @param fresh queries, keys and values of all rows of the pass
   * @param out [rows, heads * head size]
   */
  void attend(Fresh fresh, Stored stored, Tensor mask, Tensor out);

  /**
   * What the rows of a pass bring, [rows, heads, head size]; keys and values have their own number
   * of heads.
   */
  record Fresh(Tensor query, Tensor key, Tensor value) {}

  /**
   * A layer of the cache with what attention does there.
   *
   * @param keys [slots * heads, capacity, line size]
   * @param values the same
   */
  record Stored(
      Tensor keys, Tensor values, int heads, int headSize, int lineSize, double scale, double cap) {

    /** [lines, rows, line size] gives [lines, rows, head size]. */
    Tensor attention(Tensor query, Tensor key, Tensor value, Tensor mask) {
      Tensor given = Ops.maskedAttention(query, key, value, mask, scale, cap);
      return lineSize == headSize ? given : given.narrow(-1, 0, headSize);
    }

    /** Heads filled with zeros up to the size of a line. */
    Tensor lines(Tensor x) {
      if (lineSize == headSize) {
        return x;
      }
      long[] shape = x.shape();
      shape[shape.length - 1] = (long) lineSize - headSize;
      return Tensor.cat(List.of(x, Tensor.zeros(shape)), -1);
    }
  }

  /**
   * One token each of neighbouring slots.
   *
   * @param row the first one's
   * @param slot the first one
   * @param ends tokens of each slot's text up to the one here
   * @param reach places of the cache that are read
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares runs
  record Slots(int row, int slot, int[] ends, int reach, int heads) implements AttentionRun {

    /** Whether the next slot's token may be handled with these. */
    boolean goesOnWith(int nextSlot, int nextReach) {
      return slot + ends.length == nextSlot
          && (reach == nextReach || Math.max(reach, nextReach) <= KeyValueCache.COMMON_REACH);
    }

    Slots with(int end, int nextReach) {
      int[] all = Arrays.copyOf(ends, ends.length + 1);
      all[ends.length] = end;
      return new Slots(row, slot, all, Math.max(reach, nextReach), heads);
    }

    /** [slots * heads, 1, reach]. */
    @Override
    public Tensor mask(int window) {
      float[] mask = new float[ends.length * heads * reach];
      Arrays.fill(mask, Float.NEGATIVE_INFINITY);
      for (int line = 0; line < ends.length * heads; line++) {
        see(mask, line * reach, ends[line / heads], window);
      }
      return Tensor.of(mask, (long) ends.length * heads, 1, reach);
    }

    @Override
    public void attend(Fresh fresh, Stored stored, Tensor mask, Tensor out) {
      long lines = (long) ends.length * heads;
      Tensor query = stored.lines(fresh.query.narrow(0, row, ends.length));
      Tensor given =
          stored.attention(
              query.reshape(lines, -1, stored.lineSize),
              part(stored.keys, lines),
              part(stored.values, lines),
              mask);
      out.narrow(0, row, ends.length).copyFrom(given.reshape(ends.length, -1));
    }

    private Tensor part(Tensor all, long lines) {
      return all.narrow(0, (long) slot * heads, lines).narrow(1, 0, reach);
    }
  }

  /**
   * Several tokens that follow others of the same text.
   *
   * @param row the first one's
   * @param count how many
   * @param end tokens of the text up to the last one here
   */
  record Later(int row, int count, int slot, int end, int heads, int group)
      implements AttentionRun {

    /** [1, tokens * group, end]. */
    @Override
    public Tensor mask(int window) {
      return causal(count, group, end, window);
    }

    @Override
    public void attend(Fresh fresh, Stored stored, Tensor mask, Tensor out) {
      Tensor query = stored.lines(fresh.query.narrow(0, row, count));
      Tensor lines = query.reshape(count, heads, -1).transpose(0, 1);
      Tensor given =
          stored.attention(
              lines.reshape(heads, (long) count * group, stored.lineSize),
              stored.keys.narrow(0, (long) slot * heads, heads).narrow(1, 0, end),
              stored.values.narrow(0, (long) slot * heads, heads).narrow(1, 0, end),
              mask);
      out.narrow(0, row, count)
          .copyFrom(given.reshape(heads, count, -1).transpose(0, 1).reshape(count, -1));
    }
  }

  /**
   * The first tokens of some texts, each filled up to the same number: they see each other alone.
   *
   * @param sources the row of each token, and of the filling any, [texts * time]
   * @param real which of them are tokens, [tokens]
   * @param rows the rows of these, [tokens]
   */
  record Beginnings(
      Tensor sources, Tensor real, Tensor rows, int texts, int time, int heads, int group)
      implements AttentionRun {

    /** [1, time * group, time]. */
    @Override
    public Tensor mask(int window) {
      return causal(time, group, time, window);
    }

    @Override
    public void attend(Fresh fresh, Stored stored, Tensor mask, Tensor out) {
      long lines = (long) texts * heads;
      Tensor given =
          stored.attention(
              lines(fresh.query, stored).reshape(lines, (long) time * group, stored.lineSize),
              lines(fresh.key, stored).reshape(lines, time, stored.lineSize),
              lines(fresh.value, stored).reshape(lines, time, stored.lineSize),
              mask);
      Tensor flat =
          given
              .reshape(texts, heads, time, (long) group * stored.headSize)
              .transpose(1, 2)
              .reshape((long) texts * time, -1);
      out.setRows(rows, flat.indexSelect(0, real));
    }

    /** [texts, heads, time, ...]. */
    private Tensor lines(Tensor x, Stored stored) {
      return stored
          .lines(x.indexSelect(0, sources))
          .reshape(texts, time, heads, -1)
          .transpose(1, 2);
    }
  }

  private static Tensor causal(int tokens, int group, int end, int window) {
    float[] mask = new float[tokens * group * end];
    Arrays.fill(mask, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < tokens * group; row++) {
      see(mask, row * end, end - tokens + row / group + 1, window);
    }
    return Tensor.of(mask, 1, (long) tokens * group, end);
  }

  /** Lets a row of a mask see the places before an end. */
  private static void see(float[] mask, int row, int end, int window) {
    int first = window == 0 ? 0 : Math.max(0, end - window);
    Arrays.fill(mask, row + first, row + end, 0);
  }
}
