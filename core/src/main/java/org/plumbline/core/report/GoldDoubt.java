package org.plumbline.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why an arm's gold reward cannot be taken at its word: it did not fall, while the texts changed in
 * ways that it does not measure.
 *
 * <p>A gold reward that counts faults is blind to texts without sense, and content with short ones.
 * The thresholds are ours, and wide: ordinary training moves none of these so far. A doubt is a
 * reason to read the samples, and no test.
 *
 * @param changes in plain words, each with its numbers before and after
 */
record GoldDoubt(List<String> changes) {
  private static final double STANDARD_ERRORS = 2;

  /** A measure of texts, and how far it may move. */
  private record Watch(
      Diagnostic diagnostic, double factor, double step, String more, String less) {
    private Optional<String> change(double before, double after) {
      boolean grew = after > before * factor && after - before > step;
      boolean shrank = after < before / factor && before - after > step && !less.isEmpty();
      return grew || shrank
          ? Optional.of(
              "%s (%s to %s %s)"
                  .formatted(
                      grew ? more : less,
                      Digits.rough(before),
                      Digits.rough(after),
                      diagnostic.unit()))
          : Optional.empty();
    }
  }

  private static final List<Watch> WATCHES =
      List.of(
          new Watch(Diagnostic.WORDS, 4.0 / 3, 0.5, "longer", "shorter"),
          new Watch(
              Diagnostic.PERPLEXITY,
              2,
              0,
              "less likely under the initial policy",
              "more likely under the initial policy"),
          new Watch(
              Diagnostic.TRIGRAM_PERPLEXITY,
              2,
              0,
              "less like ordinary text to a trigram model",
              "more commonplace to a trigram model"),
          new Watch(Diagnostic.SAMENESS, 1.5, 0.1, "more alike", ""),
          new Watch(Diagnostic.REPETITION, 1.5, 0.05, "more repetitive", ""),
          new Watch(Diagnostic.UNFINISHED, 1.5, 0.1, "more often unfinished or empty", ""));

  public GoldDoubt {
    changes = List.copyOf(changes);
  }

  /** The doubt in an arm, from the first and the last evaluation of all its seeds. */
  static Optional<GoldDoubt> of(Arm arm) {
    if (arm.curves().stream().anyMatch(GoldDoubt::fell)) {
      return Optional.empty();
    }
    List<String> changes = new ArrayList<>();
    for (Watch watch : WATCHES) {
      Double before = arm.mean(watch.diagnostic(), Curve::first);
      Double after = arm.mean(watch.diagnostic(), Curve::last);
      if (before != null && after != null) {
        watch.change(before, after).ifPresent(changes::add);
      }
    }
    return changes.isEmpty() ? Optional.empty() : Optional.of(new GoldDoubt(changes));
  }

  /** Whether the gold itself says that something was lost; or says nothing. */
  private static boolean fell(Curve curve) {
    Measured first = curve.first().gold();
    Measured last = curve.last().gold();
    if (first == null || last == null) {
      return true;
    }
    Double a = first.standardError();
    Double b = last.standardError();
    double error = a == null || b == null ? 0 : Math.hypot(a, b);
    return last.mean() < first.mean() - STANDARD_ERRORS * error;
  }
}
