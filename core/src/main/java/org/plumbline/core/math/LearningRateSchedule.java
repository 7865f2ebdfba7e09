package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.error.InvalidInputException;

/**
 * The factor on the learning rate of each update.
 *
 * <p>The forms are those of the transformers library: the value at index t belongs to update t + 1,
 * so with a warm-up the first update has rate 0. Past its last update the cosine rises again.
 */
public sealed interface LearningRateSchedule {

  /** The factor at index {@code step}, counted from 0. */
  double factor(long step);

  /** Always 1. */
  record Constant() implements LearningRateSchedule {
    @Override
    public double factor(long step) {
      return 1;
    }
  }

  /** From 0 to 1 in a line, then 1. */
  record ConstantWithWarmup(long warmup) implements LearningRateSchedule {
    public ConstantWithWarmup {
      requireSteps(warmup, Long.MAX_VALUE);
    }

    @Override
    public double factor(long step) {
      return step < warmup ? rise(step, warmup) : 1;
    }
  }

  /** From 0 to 1 in a line, then in a line to 0 at {@code total}. */
  record Linear(long warmup, long total) implements LearningRateSchedule {
    public Linear {
      requireSteps(warmup, total);
    }

    @Override
    public double factor(long step) {
      return step < warmup
          ? rise(step, warmup)
          : Math.max(0, (double) (total - step) / Math.max(1, total - warmup));
    }
  }

  /** From 0 to 1 in a line, then along half a cosine to 0 at {@code total}. */
  record Cosine(long warmup, long total) implements LearningRateSchedule {
    public Cosine {
      requireSteps(warmup, total);
    }

    @Override
    public double factor(long step) {
      return step < warmup
          ? rise(step, warmup)
          : 0.5 * (1 + Math.cos(Math.PI * (step - warmup) / Math.max(1, total - warmup)));
    }
  }

  /**
   * From 0 to 1 in a line, then with the inverse root of the step; without a warm-up the time scale
   * is 10,000.
   */
  record InverseSquareRoot(long warmup) implements LearningRateSchedule {
    public InverseSquareRoot {
      requireSteps(warmup, Long.MAX_VALUE);
    }

    @Override
    public double factor(long step) {
      double scale = warmup == 0 ? 10_000 : warmup;
      return step < warmup ? rise(step, warmup) : 1 / Math.sqrt((step + scale - warmup) / scale);
    }
  }

  /**
   * From 0 to 1 in a line, then 1, and over the last tenth in a line to 0 (Hu et al. 2024, MiniCPM,
   * section 4: warm-up, stable, decay; the form of the decay is left open there).
   */
  record WarmupStableDecay(long warmup, long total) implements LearningRateSchedule {
    public WarmupStableDecay {
      requireSteps(warmup, total);
    }

    @Override
    public double factor(long step) {
      double decay = Math.max(1, Math.min(total / 10.0, total - warmup));
      return step < warmup ? rise(step, warmup) : Math.clamp((total - step) / decay, 0, 1);
    }
  }

  /**
   * The schedule of that name: {@code constant}, {@code constant-with-warmup}, {@code linear},
   * {@code cosine}, {@code inverse-sqrt} or {@code wsd}.
   *
   * @param warmup updates of warm-up
   * @param total updates in all
   */
  static LearningRateSchedule parse(String name, long warmup, long total) {
    return switch (name) {
      case "constant" -> new Constant();
      case "constant-with-warmup" -> new ConstantWithWarmup(warmup);
      case "linear" -> new Linear(warmup, total);
      case "cosine" -> new Cosine(warmup, total);
      case "inverse-sqrt" -> new InverseSquareRoot(warmup);
      case "wsd" -> new WarmupStableDecay(warmup, total);
      default ->
          throw new InvalidInputException(
              "a learning-rate schedule is one of constant, constant-with-warmup, linear, cosine, inverse-sqrt,"
                  + " wsd (got '%s')".formatted(name));
    };
  }

  private static double rise(long step, long warmup) {
    return (double) step / Math.max(1, warmup);
  }

  private static void requireSteps(long warmup, long total) {
    require(
        warmup >= 0 && total >= warmup,
        "the warm-up must not be negative nor longer than the run (got %d of %d updates)",
        warmup,
        total);
  }
}
