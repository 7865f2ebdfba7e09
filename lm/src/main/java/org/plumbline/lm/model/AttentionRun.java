package org.plumbline.lm.model;

import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.tensor.TokenAttention;

/**
 * Tokens of a pass over a cache whose attention is one product. What it computes for a text has
 * shapes that follow from this text alone, but for the number of texts.
 */
sealed interface AttentionRun {

  /** This attention where a token sees so many of the last tokens; 0 for all of them. */
  Attending within(int window);

  /** What is done in every layer of the same window. */
  @FunctionalInterface
  interface Attending {
    /**
     * Writes what each token takes from those that it sees.
     *
     * @param fresh queries, keys and values of all rows of the pass
     * @param out [rows, heads * head size]
     */
    void attend(Fresh fresh, Stored stored, Tensor out);
  }

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
   * One token each of some texts.
   *
   * @param row the first one's; the others follow
   * @param slots of the texts
   * @param ends tokens of each text up to the one here
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares runs
  record Singles(int row, int[] slots, int[] ends, TokenAttention.Shape shape)
      implements AttentionRun {

    @Override
    public Attending within(int window) {
      int[] firsts = Arrays.stream(ends).map(end -> first(end, window)).toArray();
      TokenAttention attention = new TokenAttention(shape, row, slots, firsts, ends);
      return (fresh, stored, out) ->
          attention.attend(fresh.query, stored.keys, stored.values, stored.scale, stored.cap, out);
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

    @Override
    public Attending within(int window) {
      Tensor mask = causal(count, group, end, window);
      return (fresh, stored, out) -> attend(fresh, stored, mask, out);
    }

    private void attend(Fresh fresh, Stored stored, Tensor mask, Tensor out) {
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

    @Override
    public Attending within(int window) {
      Tensor mask = causal(time, group, time, window);
      return (fresh, stored, out) -> attend(fresh, stored, mask, out);
    }

    private void attend(Fresh fresh, Stored stored, Tensor mask, Tensor out) {
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

  /** 0 where a token may look, otherwise minus infinity: [1, tokens * group, end]. */
  private static Tensor causal(int tokens, int group, int end, int window) {
    float[] mask = new float[tokens * group * end];
    Arrays.fill(mask, Float.NEGATIVE_INFINITY);
    for (int row = 0; row < tokens * group; row++) {
      int seen = end - tokens + row / group + 1;
      Arrays.fill(mask, row * end + first(seen, window), row * end + seen, 0);
    }
    return Tensor.of(mask, 1, (long) tokens * group, end);
  }

  /** The first place that the last of so many tokens sees. */
  private static int first(int tokens, int window) {
    return window == 0 ? 0 : Math.max(0, tokens - window);
  }
}
