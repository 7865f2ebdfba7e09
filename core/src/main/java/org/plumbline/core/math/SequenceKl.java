package org.plumbline.core.math;

/** A KL for each sequence, in nats: the sum over its tokens. */
public final class SequenceKl {
  private final double[] values;

  SequenceKl(double[] values) {
    this.values = values;
  }

  /** Sums over tokens that somebody else took, for example on a tensor. */
  public static SequenceKl of(double... nats) {
    return new SequenceKl(nats.clone());
  }

  /** One number for each sequence, in nats. */
  public double[] values() {
    return values.clone();
  }

  /** The mean over sequences, in nats a sequence. */
  public double mean() {
    return Moments.of(values).mean();
  }
}
