package org.plumbline.lm.layer;

import static org.plumbline.core.error.Require.require;

/**
 * Rotary positions (Su et al. 2021): pairs of a head's values are turned by position times
 * frequency.
 *
 * @param theta base of the frequencies theta^(-2i/width)
 * @param width how many values of a head are turned, from its start on; an even number
 * @param layout which values form a pair
 * @param scaling what happens to the frequencies for long texts
 */
public record Rotary(double theta, int width, Layout layout, RotaryScaling scaling) {

  /** Which values of a head form a pair. */
  public enum Layout {
    /** Value i and value i + width/2, as in Llama. */
    HALVES,
    /** Values 2i and 2i + 1, as in GLM. */
    NEIGHBOURS
  }

  public Rotary {
    require(theta > 0, "rope_theta must be positive (got %s)", theta);
    require(
        width > 0 && width % 2 == 0,
        "the part of a head that is rotated must be positive and even (got %d)",
        width);
    if (scaling instanceof RotaryScaling.LongRope longRope) {
      require(
          longRope.shortFactors().length == width / 2 && longRope.longFactors().length == width / 2,
          "longrope needs %d short and long factors, one for each frequency (got %d and %d)",
          width / 2,
          longRope.shortFactors().length,
          longRope.longFactors().length);
    }
  }

  /** Radians for each position in a text of this length, [width/2]. */
  double[] frequencies(int length) {
    double[] plain = new double[width / 2];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = Math.pow(theta, -2.0 * i / width);
    }
    return scaling.frequencies(plain, theta, length);
  }
}
