package org.plumbline.lm.layer;

import org.plumbline.lm.tensor.Tensor;

/** Two linear maps with a nonlinear function between: down(f(up(x))). */
public record Mlp(Linear up, Linear down, Activation activation) implements FeedForward {
  @Override
  public Tensor of(Tensor x) {
    return down.apply(activation.of(up.apply(x)));
  }
}
