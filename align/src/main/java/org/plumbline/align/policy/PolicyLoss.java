package org.plumbline.align.policy;

import org.plumbline.lm.tensor.Tensor;

/** Losses of policy methods, as functions of tensors. */
final class PolicyLoss {
  private PolicyLoss() {}

  /**
   * {@code -sum(min(r A, clip(r, 1 - clip, 1 + clip) A)) / denominator} with one ratio r for each
   * sequence.
   *
   * <p>On samples of the current policy r is 1, and the gradient is that of REINFORCE: {@code -A
   * grad log p}.
   *
   * @param logRatios [sequences]
   * @param advantages [sequences]
   */
  static Tensor clippedSequenceRatio(
      Tensor logRatios, Tensor advantages, double clip, int denominator) {
    Tensor ratio = logRatios.exp();
    Tensor free = ratio.times(advantages);
    Tensor clipped = ratio.clamp(1 - clip, 1 + clip).times(advantages);
    return free.minimum(clipped).sum().times(-1.0 / denominator);
  }
}
