package org.plumbline.lm.seq2seq;

import org.plumbline.lm.tensor.Tensor;

/** Texts that a decoder writes side by side, token by token, without reading any token twice. */
public interface Decoding extends AutoCloseable {

  /**
   * What the decoder says after one more token of each row.
   *
   * @param ids the tokens, the first of them {@link Seq2SeqLm#startId}, [rows]
   * @return [rows, width]
   */
  Tensor next(int[] ids);

  /**
   * Goes on with these rows: one may be taken twice, or left out.
   *
   * @param rows row of the present texts that each of the texts from now on continues
   */
  void select(int[] rows);

  @Override
  void close();
}
