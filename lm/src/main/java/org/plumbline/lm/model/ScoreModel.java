package org.plumbline.lm.model;

import org.plumbline.lm.layer.Linears;
import org.plumbline.lm.tensor.Parameters;
import org.plumbline.lm.tensor.Tensor;

/** A network that gives each text one number, head and all. */
public interface ScoreModel extends AutoCloseable {

  /** All weights, those of the head among them, by the names that they have in files. */
  Parameters parameters();

  /** The linear maps of the blocks, to which adapters may be attached. */
  Linears linears();

  /**
   * What the network below the head says at each position.
   *
   * @return [batch, time, width]; rows beyond their length hold values without meaning
   */
  Tensor hidden(TokenBatch batch);

  /**
   * The scores of texts whose hidden states are known.
   *
   * @param hidden what {@link #hidden} gives, [batch, time, width]
   * @param lengths tokens of each text, [batch]
   * @return [batch]
   */
  Tensor scores(Tensor hidden, int[] lengths);

  /** The score of each text, [batch]. */
  default Tensor scores(TokenBatch batch) {
    return scores(hidden(batch), batch.lengths());
  }

  @Override
  void close();
}
