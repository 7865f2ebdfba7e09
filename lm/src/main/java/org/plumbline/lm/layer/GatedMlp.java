package org.plumbline.lm.layer;

import org.plumbline.lm.tensor.Tensor;

/**
 * down(f(gate(x)) * up(x)) (Shazeer 2020, GLU variants).
 *
 * @param gateAndUp the two maps of the input, the gate first
 */
public record GatedMlp(LinearStack gateAndUp, Linear down, Activation activation)
    implements FeedForward {
  @Override
  public Tensor of(Tensor x) {
    Tensor[] both = gateAndUp.apply(x);
    return down.apply(activation.of(both[0]).times(both[1]));
  }
}
