package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.tensor.Tensor;

/**
 * Keys and values of the tokens that each sequence has read so far, for every layer.
 *
 * <p>Sequence r has its tokens at places 0 to {@code length(r) - 1}, so sequences of unequal length
 * lie side by side without padding on the left. It lives in the scope in which it was made.
 */
public final class KeyValueCache {
  private final List<Tensor> keys = new ArrayList<>();
  private final List<Tensor> values = new ArrayList<>();
  private final int capacity;
  private int[][] ids;
  private int[] lengths;

  KeyValueCache(int layers, int rows, int capacity, int heads, int headSize) {
    this.capacity = capacity;
    this.lengths = new int[rows];
    this.ids = new int[rows][capacity];
    for (int layer = 0; layer < layers; layer++) {
      keys.add(Tensor.zeros((long) rows * capacity, heads, headSize));
      values.add(Tensor.zeros((long) rows * capacity, heads, headSize));
    }
  }

  /** Number of sequences. */
  public int rows() {
    return lengths.length;
  }

  /** Tokens that sequence r has read. */
  public int length(int row) {
    return lengths[row];
  }

  /** Keeps only these rows, in this order; the same row may be named several times. */
  public void select(int[] kept) {
    long[] places = new long[kept.length * capacity];
    int[] newLengths = new int[kept.length];
    int[][] newIds = new int[kept.length][];
    for (int r = 0; r < kept.length; r++) {
      newLengths[r] = lengths[kept[r]];
      newIds[r] = ids[kept[r]].clone();
      for (int t = 0; t < capacity; t++) {
        places[r * capacity + t] = (long) kept[r] * capacity + t;
      }
    }
    Tensor indices = Tensor.ofLongs(places, places.length);
    keys.replaceAll(tensor -> tensor.indexSelect(0, indices));
    values.replaceAll(tensor -> tensor.indexSelect(0, indices));
    lengths = newLengths;
    ids = newIds;
  }

  /**
   * Forgets what was read, for a model whose reading of it changes as a text grows.
   *
   * @return all that is to be read again, and the further tokens of this batch
   */
  TokenBatch forget(TokenBatch further) {
    List<int[]> rows = new ArrayList<>();
    for (int r = 0; r < lengths.length; r++) {
      int[] row = Arrays.copyOf(ids[r], lengths[r] + further.length(r));
      System.arraycopy(further.rows().get(r), 0, row, lengths[r], further.length(r));
      rows.add(row);
    }
    lengths = new int[lengths.length];
    return new TokenBatch(rows);
  }

  /** Where a batch of further tokens goes, worked out once and used by every layer. */
  Extension extension(TokenBatch batch) {
    if (batch.size() != rows()) {
      throw new IllegalArgumentException(
          "the cache has %d sequences, the batch %d".formatted(rows(), batch.size()));
    }
    int tokens = batch.tokens();
    long[] places = new long[tokens];
    long[] sources = new long[tokens];
    long[] positions = new long[batch.size() * batch.width()];
    int n = 0;
    int reach = 0;
    for (int r = 0; r < batch.size(); r++) {
      int end = lengths[r] + batch.length(r);
      if (end > capacity) {
        throw new IllegalArgumentException(
            "sequence %d would have %d tokens, the cache holds %d".formatted(r, end, capacity));
      }
      reach = Math.max(reach, end);
      for (int t = 0; t < batch.length(r); t++) {
        places[n] = (long) r * capacity + lengths[r] + t;
        sources[n++] = (long) r * batch.width() + t;
        positions[r * batch.width() + t] = (long) lengths[r] + t;
      }
    }
    return new Extension(
        Tensor.ofLongs(places, tokens),
        batch.isRectangular() ? null : Tensor.ofLongs(sources, tokens),
        Tensor.ofLongs(positions, batch.size(), batch.width()),
        batch,
        lengths.clone(),
        reach);
  }

  /**
   * Stores new keys of one layer, [batch, time, heads, width], and gives all up to the reach,
   * [batch, heads, reach, width].
   */
  Tensor keys(int layer, Tensor fresh, Extension extension) {
    return store(keys.get(layer), fresh, extension);
  }

  /** As {@link #keys}, for values. */
  Tensor values(int layer, Tensor fresh, Extension extension) {
    return store(values.get(layer), fresh, extension);
  }

  private Tensor store(Tensor all, Tensor fresh, Extension extension) {
    long heads = fresh.size(2);
    long headSize = fresh.size(3);
    Tensor flat = fresh.reshape(-1, heads, headSize);
    all.setRows(
        extension.places,
        extension.sources == null ? flat : flat.indexSelect(0, extension.sources));
    return all.reshape(rows(), capacity, heads, headSize)
        .narrow(1, 0, extension.reach)
        .transpose(1, 2);
  }

  /** Counts the new tokens as read, after the last layer. */
  void advance(TokenBatch batch) {
    for (int r = 0; r < lengths.length; r++) {
      System.arraycopy(batch.rows().get(r), 0, ids[r], lengths[r], batch.length(r));
      lengths[r] += batch.length(r);
    }
  }

  /**
   * @param places where new tokens go in the flattened cache
   * @param sources which places of the flattened batch are tokens; null if all are
   * @param positions [batch, time]
   * @param batch the new tokens
   * @param before tokens of each row that were read before, [batch]
   * @param reach tokens of the longest sequence, the new ones among them
   */
  record Extension(
      Tensor places,
      @org.jspecify.annotations.Nullable Tensor sources,
      Tensor positions,
      TokenBatch batch,
      int[] before,
      int reach) {

    /**
     * True where token t of row r may look at place p: [batch, 1, time, reach].
     *
     * @param window how many places a token sees, its own among them; 0 is all before it
     */
    Tensor mask(int window) {
      int width = batch.width();
      boolean[] mask = new boolean[batch.size() * width * reach];
      for (int r = 0; r < batch.size(); r++) {
        for (int t = 0; t < width; t++) {
          int row = (r * width + t) * reach;
          // Rows of filling look at the first place, because a softmax over nothing would be NaN.
          int end = t < batch.length(r) ? before[r] + t + 1 : 1;
          int first = window == 0 ? 0 : Math.max(0, end - window);
          Arrays.fill(mask, row + first, row + end, true);
        }
      }
      return Tensor.ofBooleans(mask, batch.size(), 1, width, reach);
    }
  }
}
