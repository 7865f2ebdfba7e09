package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

/**
 * {@code average = decay * average + (1 - decay) * value}, begun at the initial value.
 *
 * <p>Elastic Reset, section 3, takes it after every optimiser step. After k steps towards a
 * constant value the distance has shrunk by {@code decay^k}.
 *
 * @param decay share of the old average that stays, 0 to 1
 */
public record ExponentialMovingAverage(double decay) {

  public ExponentialMovingAverage {
    require(
        decay >= 0 && decay <= 1, "the decay of a moving average must be 0 to 1 (got %s)", decay);
  }

  /**
   * Moves the average one step towards the value, in place.
   *
   * @throws org.plumbline.core.error.InvalidInputException if the lengths differ or a value is not
   *     finite; the average is then unchanged
   */
  public void update(double[] average, double[] value) {
    require(
        average.length == value.length,
        "average and value must be as long (got %d and %d numbers)",
        average.length,
        value.length);
    for (double v : value) {
      require(Double.isFinite(v), "a parameter must be a finite number to be averaged (got %s)", v);
    }
    for (int i = 0; i < value.length; i++) {
      average[i] = decay * average[i] + (1 - decay) * value[i];
    }
  }

  /**
   * The decay that torch_ema uses in its k-th update, counted from 1: {@code min(decay, (1 + k) /
   * (10 + k))}.
   *
   * <p>Elastic Reset does not use it.
   */
  public ExponentialMovingAverage warmedUp(long update) {
    return new ExponentialMovingAverage(Math.min(decay, (1.0 + update) / (10.0 + update)));
  }

  /**
   * By what an average that was begun at zero is divided after k updates, so that it has no bias to
   * zero.
   *
   * @throws org.plumbline.core.error.InvalidInputException if the decay is 1: such an average never
   *     leaves zero
   */
  public double debiasing(long updates) {
    require(decay < 1, "an average begun at zero needs a decay below 1");
    return 1 - Math.pow(decay, updates);
  }
}
