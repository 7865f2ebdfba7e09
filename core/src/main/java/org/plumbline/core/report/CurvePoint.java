package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of a policy in training.
 *
 * @param step of the policy's training; 0 is the initial policy
 * @param klPerSequence divergence from the initial policy, in nats a sequence
 * @param proxy the reward that is optimised
 * @param gold the reward that is only measured; null where it was not
 * @param secondGold a second such reward; null where there is none
 * @param diagnostics means over the evaluated texts
 */
public record CurvePoint(
    int step,
    double klPerSequence,
    Measured proxy,
    @Nullable Measured gold,
    @Nullable Measured secondGold,
    Map<Diagnostic, Double> diagnostics) {

  public CurvePoint {
    require(step >= 0, "a step must not be negative (got %d)", step);
    require(
        Double.isFinite(klPerSequence),
        "the KL of step %d must be a finite number (got %s)",
        step,
        klPerSequence);
    diagnostics = Map.copyOf(diagnostics);
    for (var entry : diagnostics.entrySet()) {
      require(
          Double.isFinite(entry.getValue()),
          "the diagnostic %s of step %d must be a finite number (got %s); leave it out if unknown",
          entry.getKey(),
          step,
          entry.getValue());
    }
  }
}
