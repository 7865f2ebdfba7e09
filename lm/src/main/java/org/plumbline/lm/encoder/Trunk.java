package org.plumbline.lm.encoder;

import org.plumbline.lm.model.Network;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Tensor;

/**
 * A network that turns a text into one vector, cut in two where its user likes: what lies below the
 * cut can be computed once and kept.
 */
public interface Trunk extends Network {

  /**
   * What the embeddings and the first {@code layers} blocks make of a batch, without dropout.
   *
   * @return [batch, time, width]; rows beyond their length hold values without meaning
   */
  Tensor lower(TokenBatch batch, int layers);

  /**
   * What the blocks from {@code fromLayer} on make of it, pooled over each text's tokens.
   *
   * @param lower what {@link #lower} gives for as many layers, [batch, time, width]
   * @param lengths tokens of each text, [batch]
   * @param dropout probability of zeroing a value where the network has dropout
   * @return [batch, width]
   */
  Tensor pooled(Tensor lower, int[] lengths, int fromLayer, double dropout);

  /** The whole network without dropout: [batch, width]. */
  default Tensor pooled(TokenBatch batch) {
    return pooled(lower(batch, 0), batch.lengths(), 0, 0);
  }

  /** A network of the same shape with weights of its own. */
  Trunk copy();
}
