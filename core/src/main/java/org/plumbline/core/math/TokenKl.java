package org.plumbline.core.math;

/**
 * A KL for each token, in nats, {@code [batch, time]}.
 *
 * <p>The type is the unit: a controller that wants the KL of sequences cannot be given this one.
 */
public final class TokenKl {
  private final double[][] values;
  private final Mask mask;

  TokenKl(double[][] values, Mask mask) {
    this.values = values;
    this.mask = mask;
  }

  /** One number for each token, in nats; 0 outside the mask. */
  public double[][] values() {
    return values;
  }

  /** The sum over the tokens of each sequence. */
  public SequenceKl perSequence() {
    double[] sums = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      for (double value : values[row]) {
        sums[row] += value;
      }
    }
    return new SequenceKl(sums);
  }

  /** The mean over all tokens, in nats a token. */
  public double mean() {
    return MaskedReductions.mean(values, mask);
  }
}
