package org.plumbline.lm.model;

import org.plumbline.lm.tensor.Tensor;

/** What the attention of all blocks shares in one pass over tokens. */
interface Pass {

  /** Turns queries or keys, [batch, time, heads, head size], by their positions. */
  Tensor rotate(int layer, Tensor x);

  /**
   * What each token takes from those that it sees.
   *
   * @param query [batch, time, heads, head size], as key and value with their own number of heads
   * @return [batch, time, heads * head size]
   */
  Tensor attend(int layer, Tensor query, Tensor key, Tensor value);
}
