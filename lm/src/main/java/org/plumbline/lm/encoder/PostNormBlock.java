package org.plumbline.lm.encoder;

import org.plumbline.lm.layer.FeedForward;
import org.plumbline.lm.layer.Linear;
import org.plumbline.lm.layer.Norm;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/**
 * What follows attention in a block with norms after both halves (Vaswani et al. 2017).
 *
 * @param output map of what the heads say
 */
record PostNormBlock(Linear output, Norm attentionNorm, FeedForward feedForward, Norm outerNorm) {

  /**
   * The block's output.
   *
   * @param x its input, [batch, time, width]
   * @param attended what the heads say, [batch, time, width]
   */
  Tensor of(Tensor x, Tensor attended, double dropout) {
    Tensor middle = attentionNorm.of(x.plus(Ops.dropout(output.apply(attended), dropout)));
    return outerNorm.of(middle.plus(Ops.dropout(feedForward.of(middle), dropout)));
  }
}
