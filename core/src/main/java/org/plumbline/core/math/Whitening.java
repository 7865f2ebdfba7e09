package org.plumbline.core.math;

/**
 * Brings values to variance one, and unless asked otherwise to mean zero.
 *
 * <p>Libraries differ in every part of it, so each part is named; the constants are their forms.
 *
 * @param scope {@link Scope#BATCH} or {@link Scope#SEQUENCE}
 * @param ddof degrees of freedom taken off by the variance
 * @param epsilon what keeps a variance of zero from dividing
 * @param form where the epsilon enters
 * @param shiftMean whether the mean goes to zero; if not, it stays as it was
 */
public record Whitening(Scope scope, int ddof, double epsilon, Form form, boolean shiftMean) {
  /** TRL and verl: {@code rsqrt(var + 1e-8)}, ddof 1. */
  public static final Whitening TRL = new Whitening(Scope.BATCH, 1, 1e-8, Form.INSIDE_ROOT, true);

  /** The re-implementation of summarisation from feedback: as TRL, but ddof 0. */
  public static final Whitening N_PLUS =
      new Whitening(Scope.BATCH, 0, 1e-8, Form.INSIDE_ROOT, true);

  /** OpenRLHF: {@code rsqrt(max(var, 1e-8))}, ddof 0. */
  public static final Whitening OPEN_RLHF = new Whitening(Scope.BATCH, 0, 1e-8, Form.FLOOR, true);

  /** Stable-Baselines3: {@code 1 / (std + 1e-8)}, ddof 1. */
  public static final Whitening STABLE_BASELINES =
      new Whitening(Scope.BATCH, 1, 1e-8, Form.BESIDE_ROOT, true);

  /** How the epsilon enters. */
  public enum Form {
    /** {@code 1 / sqrt(var + epsilon)}. */
    INSIDE_ROOT,
    /** {@code 1 / (sqrt(var) + epsilon)}. */
    BESIDE_ROOT,
    /** {@code 1 / sqrt(max(var, epsilon))}. */
    FLOOR;

    double scale(double variance, double epsilon) {
      return switch (this) {
        case INSIDE_ROOT -> 1 / Math.sqrt(variance + epsilon);
        case BESIDE_ROOT -> 1 / (Math.sqrt(variance) + epsilon);
        case FLOOR -> 1 / Math.sqrt(Math.max(variance, epsilon));
      };
    }
  }

  /** The same with the mean left where it was, as rewards are whitened. */
  public Whitening keepingMean() {
    return new Whitening(scope, ddof, epsilon, form, false);
  }

  /** The same, each sequence by itself. */
  public Whitening perSequence() {
    return new Whitening(Scope.SEQUENCE, ddof, epsilon, form, shiftMean);
  }

  /**
   * Whitened values; 0 outside the mask.
   *
   * @param values {@code [batch, time]}
   * @throws org.plumbline.core.error.InvalidInputException as {@link MaskedReductions#variance}
   *     does
   */
  public double[][] apply(double[][] values, Mask mask) {
    double[] mean = MaskedReductions.mean(values, mask, scope);
    double[] variance = MaskedReductions.variance(values, mask, scope, ddof);
    double[][] whitened = new double[values.length][];
    for (int row = 0; row < values.length; row++) {
      whitened[row] = new double[values[row].length];
      for (int time = 0; time < values[row].length; time++) {
        if (mask.at(row, time)) {
          int group =
              switch (scope) {
                case BATCH -> 0;
                case SEQUENCE -> row;
                case POSITION -> time;
              };
          double scale = form.scale(variance[group], epsilon);
          whitened[row][time] =
              (values[row][time] - mean[group]) * scale + (shiftMean ? 0 : mean[group]);
        }
      }
    }
    return whitened;
  }
}
