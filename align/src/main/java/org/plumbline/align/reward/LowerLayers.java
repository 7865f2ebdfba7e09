package org.plumbline.align.reward;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.plumbline.lm.encoder.Trunk;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * What the layers below the trained ones make of some texts: computed once and kept, or each time
 * anew.
 */
sealed interface LowerLayers extends AutoCloseable {
  /**
   * The activations of these texts side by side.
   *
   * @param hidden [batch, time, width]
   * @param lengths tokens of each text, [batch]
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
  record Batch(Tensor hidden, int[] lengths) {}

  /** The batch of the texts with these numbers. */
  Batch batch(int[] texts);

  /** Tokens of each text. */
  int[] lengths();

  /** Layers that are below. */
  int layers();

  @Override
  void close();

  /**
   * Computes batches when they are asked for; gradients reach below if parameters there record
   * them.
   */
  static LowerLayers computed(Trunk trunk, List<int[]> texts, int layers) {
    return new Computed(trunk, List.copyOf(texts), layers);
  }

  /**
   * Computes everything now, in batches of texts of similar length.
   *
   * @param progress told the share that is done
   */
  static LowerLayers cached(Trunk trunk, List<int[]> texts, int layers, DoubleConsumer progress) {
    Cached cached =
        new Cached(texts.stream().mapToInt(text -> text.length).toArray(), layers, trunk.width());
    long done = 0;
    for (int[] part : LengthBatches.of(cached.lengths)) {
      Scope.withoutGradients(() -> cached.fill(trunk, texts, part));
      done += Arrays.stream(part).mapToLong(text -> cached.lengths[text]).sum();
      progress.accept((double) done / cached.tokens);
    }
    return cached;
  }

  /** Bytes that {@link #cached} keeps. */
  static long bytes(Trunk trunk, List<int[]> texts) {
    return texts.stream().mapToLong(text -> text.length).sum() * trunk.width() * Float.BYTES;
  }

  /**
   * @param texts token ids of each text
   */
  record Computed(Trunk trunk, List<int[]> texts, int layers) implements LowerLayers {
    @Override
    public Batch batch(int[] wanted) {
      TokenBatch batch = new TokenBatch(Arrays.stream(wanted).mapToObj(texts::get).toList());
      return new Batch(trunk.lower(batch, layers), batch.lengths());
    }

    @Override
    public int[] lengths() {
      return texts.stream().mapToInt(text -> text.length).toArray();
    }

    @Override
    public void close() {}
  }

  /** One row for each token of each text, one after another, without filling. */
  final class Cached implements LowerLayers {
    private final int[] lengths;
    private final int layers;
    private final long[] starts;
    private final long tokens;
    private final Tensor rows; // [tokens, width]

    private Cached(int[] lengths, int layers, int width) {
      this.lengths = lengths;
      this.layers = layers;
      this.starts = new long[lengths.length];
      long next = 0;
      for (int i = 0; i < lengths.length; i++) {
        starts[i] = next;
        next += lengths[i];
      }
      this.tokens = next;
      this.rows = Tensor.keptZeros(tokens, width);
    }

    /** Memory that is kept. */
    long bytes() {
      return tokens * rows.size(1) * Float.BYTES;
    }

    private void fill(Trunk trunk, List<int[]> texts, int[] part) {
      TokenBatch batch = new TokenBatch(Arrays.stream(part).mapToObj(texts::get).toList());
      Tensor hidden = trunk.lower(batch, layers).reshape(-1, rows.size(1));
      long[] sources = new long[batch.tokens()];
      long[] places = new long[sources.length];
      int n = 0;
      for (int r = 0; r < part.length; r++) {
        for (int t = 0; t < lengths[part[r]]; t++) {
          sources[n] = (long) r * batch.width() + t;
          places[n++] = starts[part[r]] + t;
        }
      }
      rows.setRows(Tensor.ofLongs(places, n), hidden.indexSelect(0, Tensor.ofLongs(sources, n)));
    }

    @Override
    public Batch batch(int[] texts) {
      int[] wanted = Arrays.stream(texts).map(text -> lengths[text]).toArray();
      int time = Arrays.stream(wanted).max().orElseThrow();
      long[] sources = new long[texts.length * time];
      for (int r = 0; r < texts.length; r++) {
        for (int t = 0; t < time; t++) {
          // What stands beyond a text's end is masked; its own first row keeps it finite.
          sources[r * time + t] = starts[texts[r]] + (t < wanted[r] ? t : 0);
        }
      }
      Tensor hidden = rows.indexSelect(0, Tensor.ofLongs(sources, sources.length));
      return new Batch(hidden.reshape(texts.length, time, rows.size(1)), wanted);
    }

    @Override
    public int[] lengths() {
      return lengths.clone();
    }

    @Override
    public int layers() {
      return layers;
    }

    @Override
    public void close() {
      rows.release();
    }
  }
}
