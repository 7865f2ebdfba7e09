package org.plumbline.distill.build;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.options.Option;

/**
 * How much of the corpus each part is to get; they make 1.
 *
 * @param train must be the largest, for it keeps what cannot be parted
 */
public record Shares(
    @Option("share of the training part") double train,
    @Option("share of the validation part") double validation,
    @Option("share of the test part") double test) {
  /** As is usual. */
  public static final Shares DEFAULT = new Shares(0.8, 0.1, 0.1);

  public Shares {
    require(
        train > 0 && validation >= 0 && test >= 0 && Math.abs(train + validation + test - 1) < 1e-6,
        "shares of train, validation and test must not be negative and make 1 (got %s, %s and %s)",
        train,
        validation,
        test);
    require(
        train >= validation && train >= test,
        "the training part must be the largest (got %s, %s and %s)",
        train,
        validation,
        test);
  }

  /** That of a part. */
  public double of(Part part) {
    return switch (part) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}
