package org.plumbline.lm.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;
import org.plumbline.lm.tensor.ProductBatch.Apart;
import org.plumbline.lm.tensor.ProductBatch.Matrices;

/**
 * Attention of one new token of each of some texts over the keys and values that a cache holds of
 * them.
 *
 * <p>Each text reads its own places and no others, by products whose shapes follow from its own
 * length alone: so its bits do too. Lives as long as the scope in which it was made.
 */
public final class TokenAttention {
  /** Numbers of keys read from which on it pays to wake another thread. */
  private static final long WORTH_SHARING = 1 << 15;

  private static final int LINE = 16;

  private final Shape shape;
  private final int[] firsts;
  private final int[] ends;
  private final int width;
  private final Part[] parts;

  /**
   * What all layers have in common.
   *
   * @param heads of keys and values
   * @param group query heads for each
   * @param headSize numbers of a head
   * @param lineSize numbers from one place of the cache to the next
   * @param capacity places of a slot
   */
  public record Shape(int heads, int group, int headSize, int lineSize, int capacity) {
    int queryHeads() {
      return heads * group;
    }
  }

  /**
   * Attention of these texts.
   *
   * @param row of the first text's query and output; the others' follow
   * @param slots of the cache
   * @param firsts first place of its slot that a text sees
   * @param ends the place behind the last one
   */
  public TokenAttention(Shape shape, int row, int[] slots, int[] firsts, int[] ends) {
    this.shape = shape;
    this.firsts = firsts.clone();
    this.ends = ends.clone();
    int longest = IntStream.range(0, ends.length).map(this::length).max().orElse(0);
    this.width = Math.ceilDiv(longest, LINE) * LINE;
    this.parts = parts(row, slots);
  }

  private Part[] parts(int row, int[] slots) {
    int texts = slots.length;
    long read = IntStream.range(0, texts).mapToLong(this::length).sum();
    boolean share = read * shape.heads * shape.headSize >= WORTH_SHARING;
    int count = Math.clamp(share ? NativeRuntime.currentThreads() : 1, 1, texts);
    Part[] all = new Part[count];
    for (int p = 0; p < count; p++) {
      all[p] = new Part(row, slots, texts * p / count, texts * (p + 1) / count);
    }
    return all;
  }

  private int length(int text) {
    return ends[text] - firsts[text];
  }

  /**
   * Writes what each token takes from the places that its text sees.
   *
   * @param query [rows, query heads, head size], each row in one piece
   * @param keys [slots * heads, capacity, line size]
   * @param values the same
   * @param scale of the products of queries and keys
   * @param cap bound to which these are bent; 0 for none
   * @param out [rows, query heads * head size], each row in one piece
   */
  public void attend(
      Tensor query, Tensor keys, Tensor values, double scale, double cap, Tensor out) {
    Layer layer =
        new Layer(
            floats(query),
            query.handle.stride(0),
            floats(keys),
            floats(values),
            floats(out),
            out.handle.stride(0));
    if (parts.length == 1) {
      parts[0].attend(layer, (float) scale, (float) cap);
    } else {
      Arrays.stream(parts).parallel().forEach(p -> p.attend(layer, (float) scale, (float) cap));
    }
  }

  private static FloatPointer floats(Tensor tensor) {
    return new FloatPointer(tensor.handle.data_ptr());
  }

  /** The tensors of a layer, and the numbers from one row of queries and of output to the next. */
  private record Layer(
      FloatPointer query,
      long queryRow,
      FloatPointer keys,
      FloatPointer values,
      FloatPointer out,
      long outRow) {}

  /** The texts of one thread. */
  private final class Part {
    private final int from;
    private final int to;
    private final int row;
    private final long[] queries;
    private final long[] places;
    private final long[] lines;
    private final long[] outs;
    private final FloatPointer scores;
    private final FloatBuffer scoresInJava;
    private final float[] numbers;
    private final ProductBatch withKeys;
    private final ProductBatch withValues;

    Part(int row, int[] slots, int from, int to) {
      this.from = from;
      this.to = to;
      this.row = row;
      int products = (to - from) * shape.heads;
      this.queries = new long[products];
      this.outs = new long[products];
      this.places = new long[products];
      this.lines = new long[products];
      for (int i = 0; i < products; i++) {
        int text = from + i / shape.heads;
        long line = (long) slots[text] * shape.heads + i % shape.heads;
        places[i] = (line * shape.capacity + firsts[text]) * shape.lineSize;
        lines[i] = (long) i * shape.group * width;
      }
      this.numbers = new float[products * shape.group * width];
      this.scores = new FloatPointer(numbers.length);
      this.scoresInJava = scores.asBuffer();
      int[] group = each(shape.group);
      int[] head = each(shape.headSize);
      int[] lengths = IntStream.range(from, to).map(text -> length(text)).toArray();
      this.withKeys =
          new ProductBatch(
              group,
              lengths,
              head,
              new Apart(shape.headSize, shape.lineSize, width),
              true,
              shape.heads);
      this.withValues =
          new ProductBatch(
              group,
              head,
              lengths,
              new Apart(width, shape.lineSize, shape.headSize),
              false,
              shape.heads);
    }

    private int[] each(int value) {
      int[] all = new int[to - from];
      Arrays.fill(all, value);
      return all;
    }

    void attend(Layer layer, float scale, float cap) {
      spread(queries, layer.queryRow);
      spread(outs, layer.outRow);
      Matrices scored = new Matrices(scores, lines);
      withKeys.multiply(
          scale, new Matrices(layer.query, queries), new Matrices(layer.keys, places), scored);
      softmax(cap);
      withValues.multiply(
          1, scored, new Matrices(layer.values, places), new Matrices(layer.out, outs));
    }

    private void spread(long[] offsets, long apart) {
      for (int i = 0; i < offsets.length; i++) {
        int text = from + i / shape.heads;
        offsets[i] = (row + text) * apart + (long) i % shape.heads * shape.group * shape.headSize;
      }
    }

    private void softmax(float cap) {
      scoresInJava.get(0, numbers);
      int line = 0;
      for (int text = from; text < to; text++) {
        for (int head = 0; head < shape.queryHeads(); head++, line += width) {
          if (cap != 0) {
            bend(line, length(text), cap);
          }
          SoftmaxRow.inPlace(numbers, line, length(text));
        }
      }
      scoresInJava.put(0, numbers);
    }

    private void bend(int line, int count, float cap) {
      for (int i = line; i < line + count; i++) {
        numbers[i] = cap * (float) Math.tanh(numbers[i] / cap);
      }
    }
  }
}
