package org.plumbline.lm.seq2seq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.encoder.EncoderMasks;
import org.plumbline.lm.seq2seq.Attention.Offer;
import org.plumbline.lm.seq2seq.Attention.Sight;
import org.plumbline.lm.tensor.Tensor;

/**
 * Keeps the keys and values of the tokens that were written, and those of the texts that were read,
 * which are computed once.
 */
final class CachedDecoding implements Decoding {
  /** Places at first; they double when they are full. */
  private static final int PLACES = 32;

  private final Decoder decoder;
  private final List<Layer> layers = new ArrayList<>();
  private int[] lengths;
  private int rows;
  private int written;

  /** A stack of blocks that reads one token of each row. */
  @FunctionalInterface
  interface Decoder {
    /**
     * What it says of the tokens.
     *
     * @param ids whole numbers, [rows, 1]
     * @param before what was read and written before them
     * @return [rows, 1, width]
     */
    Tensor read(Tensor ids, CachedDecoding before);
  }

  /**
   * Texts of which nothing is written.
   *
   * @param cross the attention of each block to what was read
   * @param encoded what the encoder gave, [rows, source time, width]
   * @param lengths tokens of what was read, [rows]
   */
  CachedDecoding(Decoder decoder, List<Attention> cross, Tensor encoded, int[] lengths) {
    this.decoder = decoder;
    this.lengths = lengths.clone();
    this.rows = lengths.length;
    for (Attention attention : cross) {
      layers.add(new Layer(attention.offer(encoded)));
    }
  }

  /** Tokens of each row so far. */
  int written() {
    return written;
  }

  /**
   * What the next token attends to in a block.
   *
   * @param bias added to the scores of the tokens of its own text, [1, heads, 1, written + 1]; null
   *     for nothing
   */
  Attended layer(int layer, @Nullable Tensor bias) {
    Sight own = new Sight(null, bias);
    return new Attended() {
      @Override
      public Tensor own(Attention attention, Tensor x) {
        return attention.of(x, layers.get(layer).with(attention.offer(x)), own);
      }

      @Override
      public Tensor other(Attention attention, Tensor x) {
        return layers.get(layer).ofSource(attention, x);
      }
    };
  }

  @Override
  public Tensor next(int[] ids) {
    long[] column = Arrays.stream(ids).asLongStream().toArray();
    Tensor said = decoder.read(Tensor.ofLongs(column, rows, 1), this);
    written++;
    return said.select(1, 0);
  }

  @Override
  public void select(int[] chosen) {
    Tensor places = Tensor.ofLongs(Arrays.stream(chosen).asLongStream().toArray(), chosen.length);
    // Texts that continue the only one that was read share what it offers.
    boolean shared = lengths.length == 1;
    if (!shared) {
      lengths = Arrays.stream(chosen).map(row -> lengths[row]).toArray();
    }
    layers.forEach(layer -> layer.select(places, shared));
    rows = chosen.length;
  }

  @Override
  public void close() {
    layers.forEach(Layer::release);
    layers.clear();
  }

  /** What is kept for one block. */
  private final class Layer {
    private Tensor sourceKeys; // [rows or 1, heads, source time, head size]
    private Tensor sourceValues;
    private Tensor keys; // [rows, heads, places, head size]
    private Tensor values;

    Layer(Offer source) {
      sourceKeys = source.keys().keep();
      sourceValues = source.values().keep();
      keys = room(rows, PLACES);
      values = room(rows, PLACES);
    }

    private Tensor room(long texts, long places) {
      return Tensor.keptZeros(texts, sourceKeys.size(1), places, sourceKeys.size(3));
    }

    /** Adds what the next token offers, and gives all. */
    Offer with(Offer next) {
      if (written == keys.size(2)) {
        keys = moved(keys, rows, 2L * written, keys);
        values = moved(values, rows, 2L * written, values);
      }
      keys.narrow(2, written, 1).copyFrom(next.keys());
      values.narrow(2, written, 1).copyFrom(next.values());
      return new Offer(keys.narrow(2, 0, written + 1L), values.narrow(2, 0, written + 1L));
    }

    /** New room that begins with what was written; the old is freed. */
    private Tensor moved(Tensor old, long texts, long places, Tensor content) {
      Tensor made = room(texts, places);
      made.narrow(2, 0, written).copyFrom(content.narrow(2, 0, written));
      old.release();
      return made;
    }

    Tensor ofSource(Attention attention, Tensor x) {
      Sight sight = new Sight(EncoderMasks.real(lengths, (int) sourceKeys.size(2)), null);
      return attention.of(x, new Offer(shared(sourceKeys), shared(sourceValues)), sight);
    }

    private Tensor shared(Tensor source) {
      return source.expand(rows, source.size(1), source.size(2), source.size(3));
    }

    void select(Tensor chosen, boolean sourceIsShared) {
      keys = selected(keys, chosen);
      values = selected(values, chosen);
      if (!sourceIsShared) {
        sourceKeys = replaced(sourceKeys, chosen);
        sourceValues = replaced(sourceValues, chosen);
      }
    }

    private Tensor selected(Tensor old, Tensor chosen) {
      Tensor content = old.narrow(2, 0, written).indexSelect(0, chosen);
      if (content.size(0) != old.size(0)) {
        return moved(old, content.size(0), old.size(2), content);
      }
      old.narrow(2, 0, written).copyFrom(content);
      return old;
    }

    private Tensor replaced(Tensor old, Tensor chosen) {
      Tensor made = old.indexSelect(0, chosen).keep();
      old.release();
      return made;
    }

    void release() {
      for (Tensor tensor : List.of(sourceKeys, sourceValues, keys, values)) {
        tensor.release();
      }
    }
  }
}
