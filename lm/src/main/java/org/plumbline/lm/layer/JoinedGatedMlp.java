package org.plumbline.lm.layer;

import org.plumbline.lm.tensor.Tensor;

/** As {@link GatedMlp}, with gate and up in one matrix, the gate first. */
public record JoinedGatedMlp(Linear gateAndUp, Linear down, Activation activation)
    implements FeedForward {
  @Override
  public Tensor of(Tensor x) {
    Tensor both = gateAndUp.apply(x);
    long inner = both.size(-1) / 2;
    Tensor gate = activation.of(both.narrow(-1, 0, inner));
    return down.apply(gate.times(both.narrow(-1, inner, inner)));
  }
}
