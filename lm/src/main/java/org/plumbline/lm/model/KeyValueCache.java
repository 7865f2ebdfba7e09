package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.lm.tensor.Tensor;

/**
 * Keys and values of the tokens that each slot has read so far, for every layer.
 *
 * <p>A slot has its tokens at places 0 to {@code length(slot) - 1}; what lies behind is of no
 * account. Not for several threads at once.
 */
public final class KeyValueCache implements AutoCloseable {
  /**
   * Heads are filled with zeros to whole cache lines: products of what begins there are the same.
   */
  private static final int LINE = 16;

  private final List<Tensor> keys = new ArrayList<>();
  private final List<Tensor> values = new ArrayList<>();
  private final int heads;
  private final int headSize;
  private final int lineSize;
  private final int[][] ids;
  private final int[] lengths;
  private final int[] readAs;
  private int capacity;

  KeyValueCache(int layers, int slots, int capacity, int heads, int headSize) {
    this.heads = heads;
    this.headSize = headSize;
    this.lineSize = Math.ceilDiv(headSize, LINE) * LINE;
    this.capacity = capacity;
    this.lengths = new int[slots];
    this.readAs = new int[slots];
    this.ids = new int[slots][this.capacity];
    for (int layer = 0; layer < layers; layer++) {
      keys.add(Tensor.keptZeros((long) slots * heads, this.capacity, lineSize));
      values.add(Tensor.keptZeros((long) slots * heads, this.capacity, lineSize));
    }
  }

  /** Number of slots. */
  public int slots() {
    return lengths.length;
  }

  /** Most tokens of a slot. */
  public int capacity() {
    return capacity;
  }

  /** Tokens that a slot has read. */
  public int length(int slot) {
    return lengths[slot];
  }

  /** The tokens that a slot has read. */
  public int[] ids(int slot) {
    return Arrays.copyOf(ids[slot], lengths[slot]);
  }

  /** Empties a slot. */
  public void clear(int slot) {
    lengths[slot] = 0;
    readAs[slot] = 0;
  }

  /** Forgets what a slot has read beyond so many tokens. */
  public void shorten(int slot, int length) {
    lengths[slot] = Math.min(lengths[slot], length);
  }

  /** Lets a slot have read the first tokens of another, and nothing else. */
  public void copy(int from, int to, int length) {
    for (List<Tensor> tensors : List.of(keys, values)) {
      for (Tensor tensor : tensors) {
        part(tensor, to, length).copyFrom(part(tensor, from, length));
      }
    }
    System.arraycopy(ids[from], 0, ids[to], 0, length);
    lengths[to] = length;
    readAs[to] = readAs[from];
  }

  private Tensor part(Tensor tensor, int slot, int length) {
    return tensor.narrow(0, (long) slot * heads, heads).narrow(1, 0, length);
  }

  /** Makes room for so many tokens in every slot; what was read stays. */
  public void require(int tokens) {
    if (tokens <= capacity) {
      return;
    }
    int larger = Math.max(tokens, 2 * capacity);
    int longest = Arrays.stream(lengths).max().orElse(0);
    for (List<Tensor> tensors : List.of(keys, values)) {
      tensors.replaceAll(
          tensor -> {
            Tensor wider = Tensor.keptZeros((long) slots() * heads, larger, lineSize);
            wider.narrow(1, 0, longest).copyFrom(tensor.narrow(1, 0, longest));
            tensor.release();
            return wider;
          });
    }
    for (int slot = 0; slot < ids.length; slot++) {
      ids[slot] = Arrays.copyOf(ids[slot], larger);
    }
    capacity = larger;
  }

  /** Number of key and value heads. */
  int heads() {
    return heads;
  }

  int headSize() {
    return headSize;
  }

  /** Width of a head in the tensors, zeros at its end among it. */
  int lineSize() {
    return lineSize;
  }

  /** The length of the text as which a slot's tokens were read. */
  int readAs(int slot) {
    return readAs[slot];
  }

  /** Keys of a layer, [slots * heads, capacity, line size]. */
  Tensor keys(int layer) {
    return keys.get(layer);
  }

  /** Values of a layer, [slots * heads, capacity, line size]. */
  Tensor values(int layer) {
    return values.get(layer);
  }

  /** Counts tokens as read, after the last layer. */
  void advance(Continuation part) {
    int slot = part.slot();
    System.arraycopy(part.ids(), 0, ids[slot], lengths[slot], part.ids().length);
    lengths[slot] += part.ids().length;
    readAs[slot] = Math.max(part.textLength(), lengths[slot]);
  }

  @Override
  public void close() {
    keys.forEach(Tensor::release);
    values.forEach(Tensor::release);
    keys.clear();
    values.clear();
  }
}
