package org.plumbline.lm.layer;

/**
 * How the rotary frequencies of a model change so that it reads longer texts than it first learnt
 * from.
 */
public sealed interface RotaryScaling {

  /**
   * The frequencies in radians for each position.
   *
   * @param plain theta^(-2i/width), [width/2]
   * @param theta base of the plain frequencies
   * @param length tokens of the text
   */
  double[] frequencies(double[] plain, double theta, int length);

  /** Factor of cosines and sines. */
  default double amplitude() {
    return 1;
  }

  /** The longest text for which the frequencies are those of shorter ones. */
  default int switchLength() {
    return Integer.MAX_VALUE;
  }

  /** The plain frequencies (Su et al. 2021). */
  record None() implements RotaryScaling {
    @Override
    public double[] frequencies(double[] plain, double theta, int length) {
      return plain;
    }
  }

  /** Positions divided by a factor (Chen et al. 2023, position interpolation). */
  record Linear(double factor) implements RotaryScaling {
    @Override
    public double[] frequencies(double[] plain, double theta, int length) {
      return scaled(plain, i -> plain[i] / factor);
    }
  }

  /**
   * Low frequencies divided by the factor, high ones kept, those between blended (Llama 3.1).
   *
   * @param originalLength context that the model first learnt from, in tokens
   */
  record Llama3(double factor, double lowFactor, double highFactor, int originalLength)
      implements RotaryScaling {
    @Override
    public double[] frequencies(double[] plain, double theta, int length) {
      return scaled(
          plain,
          i -> {
            double turns = originalLength * plain[i] / (2 * Math.PI);
            double kept = Math.clamp((turns - lowFactor) / (highFactor - lowFactor), 0, 1);
            return (1 - kept) * plain[i] / factor + kept * plain[i];
          });
    }
  }

  /**
   * A factor for each frequency, other ones for texts above the original length (Ding et al. 2024,
   * LongRoPE).
   */
  record LongRope(double[] shortFactors, double[] longFactors, int originalLength, double amplitude)
      implements RotaryScaling {
    @Override
    public double[] frequencies(double[] plain, double theta, int length) {
      double[] factors = length > originalLength ? longFactors : shortFactors;
      return scaled(plain, i -> plain[i] / factors[i]);
    }

    @Override
    public int switchLength() {
      return originalLength;
    }
  }

  /**
   * Frequencies that turn less than {@code slow} times within the original length are divided by
   * the factor, those that turn more than {@code fast} times are kept, with a ramp between (Peng et
   * al. 2023, YaRN).
   *
   * @param truncate whether the ends of the ramp are whole dimensions
   */
  record Yarn(
      double factor,
      double fast,
      double slow,
      boolean truncate,
      int originalLength,
      double amplitude)
      implements RotaryScaling {
    @Override
    public double[] frequencies(double[] plain, double theta, int length) {
      int width = 2 * plain.length;
      double first = dimension(fast, width, theta);
      double last = dimension(slow, width, theta);
      double from = Math.max(truncate ? Math.floor(first) : first, 0);
      double to = Math.min(truncate ? Math.ceil(last) : last, width - 1.0);
      double span = from == to ? 0.001 : to - from;
      return scaled(
          plain,
          i -> {
            double divided = Math.clamp((i - from) / span, 0, 1);
            return divided * plain[i] / factor + (1 - divided) * plain[i];
          });
    }

    /** The place among the frequencies of the one that turns so often. */
    private double dimension(double turns, int width, double theta) {
      return width * Math.log(originalLength / (turns * 2 * Math.PI)) / (2 * Math.log(theta));
    }
  }

  private static double[] scaled(double[] plain, java.util.function.IntToDoubleFunction each) {
    double[] frequencies = new double[plain.length];
    for (int i = 0; i < plain.length; i++) {
      frequencies[i] = each.applyAsDouble(i);
    }
    return frequencies;
  }
}
