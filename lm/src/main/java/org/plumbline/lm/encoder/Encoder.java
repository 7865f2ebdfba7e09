package org.plumbline.lm.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Tensor;

/** A trunk whose blocks read a text in both directions. */
public interface Encoder extends Trunk {

  /** What is to be known of it from outside. */
  EncoderShape shape();

  /**
   * What the blocks from {@code fromLayer} on, and a final norm if there is one, make of the output
   * of those below.
   *
   * @param lower [batch, time, width]
   * @param lengths tokens of each text, [batch]
   * @return [batch, time, width]; rows beyond their length hold finite values without meaning
   */
  Tensor upper(Tensor lower, int[] lengths, int fromLayer, double dropout);

  @Override
  Encoder copy();

  /** What the whole network says at each position, without dropout: [batch, time, width]. */
  default Tensor hidden(TokenBatch batch) {
    return upper(lower(batch, 0), batch.lengths(), 0, 0);
  }

  @Override
  default Tensor pooled(Tensor lower, int[] lengths, int fromLayer, double dropout) {
    return shape().pooling().of(upper(lower, lengths, fromLayer, dropout), lengths);
  }

  @Override
  default int layers() {
    return shape().layers();
  }

  @Override
  default int width() {
    return shape().width();
  }

  @Override
  default int contextLength() {
    return shape().contextLength();
  }

  @Override
  default int vocabularySize() {
    return shape().vocabularySize();
  }

  @Override
  default int layerOf(String parameter) {
    return shape().layerOf(parameter);
  }

  @Override
  default ObjectNode configuration() {
    return shape().json().deepCopy();
  }
}
