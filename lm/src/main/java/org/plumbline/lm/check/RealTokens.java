package org.plumbline.lm.check;

import java.util.Arrays;
import org.plumbline.lm.tensor.Tensor;

/** The rows of a batch without those that fill it. */
final class RealTokens {
  private RealTokens() {}

  /**
   * The vectors of real tokens, row after row.
   *
   * @param hidden [batch, time, width]
   * @param lengths tokens of each row, [batch]
   * @return [tokens, width]
   */
  static Tensor of(Tensor hidden, int[] lengths) {
    long[] places = new long[Arrays.stream(lengths).sum()];
    int n = 0;
    for (int r = 0; r < lengths.length; r++) {
      for (int t = 0; t < lengths[r]; t++) {
        places[n++] = r * hidden.size(1) + t;
      }
    }
    return hidden
        .reshape(-1, hidden.size(-1))
        .indexSelect(0, Tensor.ofLongs(places, places.length));
  }
}
