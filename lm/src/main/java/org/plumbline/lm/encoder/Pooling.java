package org.plumbline.lm.encoder;

import java.util.Arrays;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/** How the vectors of a text's tokens become one. */
public enum Pooling {
  /** The first token's. */
  FIRST {
    @Override
    public Tensor of(Tensor hidden, int[] lengths) {
      return hidden.select(1, 0);
    }
  },
  /** The mean over all tokens, as in Reimers and Gurevych 2019. */
  MEAN {
    @Override
    public Tensor of(Tensor hidden, int[] lengths) {
      int time = (int) hidden.size(1);
      float[] weights = new float[lengths.length * time];
      for (int r = 0; r < lengths.length; r++) {
        Arrays.fill(weights, r * time, r * time + lengths[r], 1f / lengths[r]);
      }
      return Ops.matmul(Tensor.of(weights, lengths.length, 1, time), hidden).squeeze(1);
    }
  };

  /**
   * The vector of each text.
   *
   * @param hidden [batch, time, width]; all of it finite
   * @param lengths tokens of each text, [batch]
   * @return [batch, width]
   */
  public abstract Tensor of(Tensor hidden, int[] lengths);
}
