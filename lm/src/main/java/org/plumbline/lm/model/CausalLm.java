package org.plumbline.lm.model;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.tensor.Tensor;

/** A language model that predicts each token from those before it. */
public interface CausalLm extends Network {

  /** The id that begins a text; -1 if none does. */
  int beginId();

  /** The id that ends one; -1 if none does. */
  int endId();

  /**
   * What the last layer says at each position of a batch.
   *
   * @return [batch, time, width]; rows beyond their length hold values without meaning
   */
  Tensor hidden(TokenBatch batch);

  /**
   * Whether training keeps the input of each block only and computes the rest again in the backward
   * pass, which takes a third more time and a fraction of the memory; gradients stay the same to
   * the bit.
   */
  void recompute(boolean wanted);

  /**
   * What the first {@code layers} blocks make of a batch.
   *
   * @return [batch, time, width]
   */
  Tensor lower(TokenBatch batch, int layers);

  /**
   * What the blocks from {@code fromLayer} on, and the final norm, make of it.
   *
   * @param hidden what {@link #lower} gives for as many layers, [batch, time, width]
   * @param lengths tokens of each sequence, [batch]
   * @return the same as {@link #hidden}
   */
  Tensor upper(Tensor hidden, int[] lengths, int fromLayer);

  /** Next-token logits of hidden states: [..., width] gives [..., vocabulary]. */
  Tensor logits(Tensor hidden);

  /**
   * An empty cache with this many slots for at most this many tokens each; for use where no
   * gradients are recorded. Whoever calls this closes it.
   */
  KeyValueCache cache(int slots, int capacity);

  /**
   * Reads further tokens of some slots of a cache.
   *
   * <p>With {@linkplain #pack packed} weights, what is read of a text has the same bits whatever
   * other texts are read with it.
   *
   * @param parts of different slots
   * @return hidden state at each part's last token, [parts, width]
   */
  Tensor extend(List<Continuation> parts, KeyValueCache cache);

  /** The same for a token sequence of each slot, from the first slot on. */
  default Tensor extend(TokenBatch batch, KeyValueCache cache) {
    List<Continuation> parts = new ArrayList<>();
    for (int slot = 0; slot < batch.size(); slot++) {
      parts.add(new Continuation(slot, batch.rows().get(slot), 0));
    }
    return extend(parts, cache);
  }

  /**
   * Lays copies of the weights out for generation until that is closed. A change of a weight is not
   * seen until then.
   */
  Linears.Packing pack();

  /** A model of the same shape with weights of its own. */
  CausalLm copy();
}
