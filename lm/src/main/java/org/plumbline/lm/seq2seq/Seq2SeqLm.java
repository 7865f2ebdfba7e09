package org.plumbline.lm.seq2seq;

import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** A model whose encoder reads a text and whose decoder writes another, token by token. */
public interface Seq2SeqLm extends AutoCloseable {

  /** The weights, by the names that they have in files. */
  Parameters parameters();

  /** The linear maps of the blocks, to which adapters may be attached. */
  Linears linears();

  /** Number of token ids. */
  int vocabularySize();

  /** The id with which the decoder begins. */
  int startId();

  /**
   * What the encoder makes of texts.
   *
   * @return [batch, time, width]; rows beyond their length hold finite values without meaning
   */
  Tensor encoded(TokenBatch texts);

  /**
   * What the decoder says at each position of what has been written.
   *
   * @param written begins with {@link #startId} in each row
   * @param encoded what {@link #encoded} gives, [batch, source time, width]
   * @param lengths tokens of the texts that were read, [batch]
   * @return [batch, time, width]
   */
  Tensor decoded(TokenBatch written, Tensor encoded, int[] lengths);

  /**
   * Begins to write texts token by token; whoever calls this closes it.
   *
   * @param encoded what {@link #encoded} gives, [rows, source time, width]
   * @param lengths tokens of the texts that were read, [rows]
   */
  Decoding decoding(Tensor encoded, int[] lengths);

  /** Next-token logits of the decoder's states: [..., width] gives [..., vocabulary]. */
  Tensor logits(Tensor decoded);

  @Override
  void close();
}
