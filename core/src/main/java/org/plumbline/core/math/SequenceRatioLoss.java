package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/**
 * The clipped policy loss with one importance ratio for each sequence, as RLOO uses it.
 *
 * <p>{@code -mean(min(r A, clip(r, 1 - low, 1 + high) A))} with {@code r = exp(sum of new - sum of
 * old log-probabilities)}. On samples of the current policy r is 1 and the gradient is that of
 * REINFORCE.
 *
 * @param clipLow how far the ratio may fall below 1
 * @param clipHigh how far it may rise above 1
 */
public record SequenceRatioLoss(double clipLow, double clipHigh) {

  public SequenceRatioLoss {
    require(
        clipLow >= 0 && clipLow <= 1 && clipHigh >= 0,
        "clipping must leave 1 inside and nothing below 0 (got %s below and %s above)",
        clipLow,
        clipHigh);
  }

  /**
   * A loss with its gradient.
   *
   * @param value the loss
   * @param byLogProbs its derivative by each new log-probability, {@code [batch, time]}
   */
  @SuppressWarnings("ArrayRecordComponent") // a result that is read once, never compared
  public record Loss(double value, double[][] byLogProbs) {}

  /**
   * The loss of a batch of sequences.
   *
   * @param logProbs of the sampled tokens under the policy, {@code [batch, time]}
   * @param oldLogProbs of the same tokens when they were sampled, {@code [batch, time]}
   * @param advantages one for each sequence
   */
  public Loss loss(double[][] logProbs, double[][] oldLogProbs, double[] advantages, Mask mask) {
    require(
        advantages.length == mask.rows() && mask.rows() > 0,
        "each sequence needs one advantage (got %d sequences and %d advantages)",
        mask.rows(),
        advantages.length);
    double[] logRatio = KlEstimator.K1.estimate(logProbs, oldLogProbs, mask).perSequence().values();
    double value = 0;
    double[][] gradient = new double[logProbs.length][];
    for (int row = 0; row < logProbs.length; row++) {
      double ratio = Math.exp(logRatio[row]);
      double free = ratio * advantages[row];
      double clipped = Math.clamp(ratio, 1 - clipLow, 1 + clipHigh) * advantages[row];
      value -= Math.min(free, clipped) / logProbs.length;
      gradient[row] = new double[logProbs[row].length];
      for (int time = 0; time < gradient[row].length; time++) {
        gradient[row][time] = mask.at(row, time) && free <= clipped ? -free / logProbs.length : 0;
      }
    }
    return new Loss(value, gradient);
  }
}
