package org.plumbline.lm.layer;

import org.plumbline.lm.tensor.Tensor;

/** down(f(gate(x)) * up(x)) (Shazeer 2020, GLU variants). */
public record GatedMlp(Linear gate, Linear up, Linear down, Activation activation)
    implements FeedForward {
  @Override
  public Tensor of(Tensor x) {
    return down.apply(activation.of(gate.apply(x)).times(up.apply(x)));
  }
}
