package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/**
 * A network that turns a text into one vector, cut in two where its user likes: what lies below the
 * cut can be computed once and kept.
 */
public interface Trunk extends AutoCloseable {

  /** The weights, by the names that they have in files. */
  Parameters parameters();

  /** The linear maps of the blocks, to which adapters may be attached. */
  Linears linears();

  /** Number of blocks. */
  int layers();

  /** Width of the vector. */
  int width();

  /** Longest text, in tokens. */
  int contextLength();

  /** Number of token ids. */
  int vocabularySize();

  /**
   * The block that a parameter is part of; -1 for embeddings, {@link #layers()} for what follows
   * the last block.
   */
  int layerOf(String parameter);

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

  /** What {@code config.json} says of the network. */
  ObjectNode configuration();

  /** A network of the same shape with weights of its own. */
  Trunk copy();

  @Override
  default void close() {
    parameters().close();
  }
}
