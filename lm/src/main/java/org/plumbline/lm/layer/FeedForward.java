package org.plumbline.lm.layer;

import org.plumbline.lm.tensor.Tensor;

/** The part of a block that treats each position by itself. */
public sealed interface FeedForward permits Mlp, GatedMlp, JoinedGatedMlp, MoeBlock {
  /** [..., width] gives [..., width]. */
  Tensor of(Tensor x);
}
