package org.plumbline.align.reward;

import org.plumbline.core.math.BradleyTerry;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Tensor;

/** {@link BradleyTerry} as a function of tensors, so that it has gradients. */
final class PairLoss {
  private PairLoss() {}

  /**
   * Sum over pairs, divided by a given number of pairs.
   *
   * @param scores of all chosen texts, then of all rejected ones, [2 pairs]
   * @param margins by how much each chosen score should be above, [pairs]
   * @param denominator pairs of the whole batch of which these may be a part
   * @return the loss in nats a pair, []
   */
  static Tensor of(Tensor scores, double[] margins, BradleyTerry loss, int denominator) {
    int pairs = margins.length;
    Tensor chosen = scores.narrow(0, 0, pairs);
    Tensor rejected = scores.narrow(0, pairs, pairs);
    Tensor difference = chosen.minus(rejected).minus(Tensor.of(margins, pairs));
    Tensor sum = Ops.logSigmoid(difference).times(loss.labelSmoothing() - 1).sum();
    if (loss.labelSmoothing() > 0) {
      sum = sum.minus(Ops.logSigmoid(difference.negative()).times(loss.labelSmoothing()).sum());
    }
    if (loss.centering() > 0) {
      sum = sum.plus(chosen.plus(rejected).square().sum().times(loss.centering()));
    }
    return sum.times(1.0 / denominator);
  }
}
