package org.plumbline.cli.distill;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.options.Option;

/**
 * How a step asks many questions.
 *
 * @param maxFailures share of a teacher's calls that may give nothing before the step ends
 * @param atOnce calls that are under way or wait for one before them; how many are under way is
 *     each endpoint's own limit
 */
public record AskOptions(
    @Option(
            value = "share of a teacher's calls that may give nothing; above it the step ends",
            mayDiffer = true)
        double maxFailures,
    @Option(value = "calls begun before the first is written", mayDiffer = true) int atOnce) {
  /** A fifth may fail. */
  public static final AskOptions DEFAULT = new AskOptions(0.2, 256);

  public AskOptions {
    require(
        maxFailures >= 0 && maxFailures <= 1,
        "max-failures is a share of the calls, in [0, 1] (got %s)",
        maxFailures);
    require(atOnce > 0, "at-once must be positive (got %d)", atOnce);
  }
}
