package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

import org.jspecify.annotations.Nullable;

/**
 * The pairwise loss of a reward model: {@code mean(-log sigmoid(c - r - margin)) + centering *
 * mean((c + r)^2)}.
 *
 * <p>Bradley and Terry 1952; WARM, equation 1. The centring term is that of Helping or Herding,
 * where it is printed with a plus sign inside an objective that is maximised; a penalty it can only
 * be as here. With label smoothing s the label is taken to be wrong with probability s.
 *
 * @param centering weight of the centring term; 0 leaves the offset of the scores free
 * @param labelSmoothing probability that a label is wrong, from 0 to below one half
 */
public record BradleyTerry(double centering, double labelSmoothing) {
  /** Neither centring nor smoothing. */
  public static final BradleyTerry PLAIN = new BradleyTerry(0, 0);

  public BradleyTerry {
    require(
        centering >= 0 && Double.isFinite(centering),
        "the weight of the centring term must not be negative (got %s); 0 switches it off",
        centering);
    require(
        labelSmoothing >= 0 && labelSmoothing < 0.5,
        "label smoothing must be 0 to below 0.5 (got %s): at 0.5 the labels say nothing",
        labelSmoothing);
  }

  /**
   * A loss with its gradient.
   *
   * @param value the loss, in nats a pair
   * @param byChosen its derivative by each chosen score
   * @param byRejected its derivative by each rejected score
   */
  @SuppressWarnings("ArrayRecordComponent") // a result that is read once, never compared
  public record Loss(double value, double[] byChosen, double[] byRejected) {}

  /** The loss of pairs without margins. */
  public Loss loss(double[] chosen, double[] rejected) {
    return loss(chosen, rejected, null);
  }

  /**
   * The loss of pairs and its gradient.
   *
   * @param margins by how much each chosen score should be above the rejected one; null for none
   * @throws org.plumbline.core.error.InvalidInputException if there is no pair, the lengths differ
   *     or a score is not finite
   */
  public Loss loss(double[] chosen, double[] rejected, double @Nullable [] margins) {
    check(chosen, rejected, margins);
    int n = chosen.length;
    double value = 0;
    double[] byChosen = new double[n];
    double[] byRejected = new double[n];
    for (int i = 0; i < n; i++) {
      double difference = chosen[i] - rejected[i] - (margins == null ? 0 : margins[i]);
      double sum = chosen[i] + rejected[i];
      value += (1 - labelSmoothing) * softplus(-difference) + labelSmoothing * softplus(difference);
      value += centering * sum * sum;
      double slope = labelSmoothing - sigmoid(-difference);
      byChosen[i] = (slope + 2 * centering * sum) / n;
      byRejected[i] = (-slope + 2 * centering * sum) / n;
    }
    return new Loss(value / n, byChosen, byRejected);
  }

  /** Probability that the first of two texts is preferred, from the difference of their scores. */
  public static double probability(double difference) {
    return sigmoid(difference);
  }

  static double sigmoid(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }

  /** {@code log(1 + exp(x))} without overflow; minus log sigmoid of minus x. */
  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static void check(double[] chosen, double[] rejected, double @Nullable [] margins) {
    require(chosen.length > 0, "a pairwise loss needs at least one pair (got none)");
    require(
        chosen.length == rejected.length && (margins == null || margins.length == chosen.length),
        "chosen, rejected and margins must be as many (got %d, %d and %s)",
        chosen.length,
        rejected.length,
        margins == null ? "no margins" : margins.length);
    for (int i = 0; i < chosen.length; i++) {
      require(
          Double.isFinite(chosen[i])
              && Double.isFinite(rejected[i])
              && (margins == null || Double.isFinite(margins[i])),
          "scores and margins must be finite numbers (pair %d: chosen %s, rejected %s)",
          i,
          chosen[i],
          rejected[i]);
    }
  }
}
