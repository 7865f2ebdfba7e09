package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One way of aligning the policy, with all its seeds.
 *
 * @param name the short name that samples refer to, unique in a report
 * @param label the words for a reader, fit for "against ...": for example "the average of 4 reward
 *     models"
 * @param kind what the policy was aligned against
 * @param colour index into the palette, 0 to 7; the same arm has the same one in every chart
 * @param curves one for each seed, at least one
 */
public record Arm(String name, String label, Kind kind, int colour, List<Curve> curves) {
  /** The name under which samples hold the initial policy's text. */
  public static final String INITIAL = "initial";

  static final int COLOURS = 8;

  /** What a policy was aligned against, or how. */
  public enum Kind {
    SINGLE,
    ENSEMBLE,
    AVERAGE,
    ELASTIC_RESET,
    BEST_OF_N,
    OTHER
  }

  public Arm {
    curves = List.copyOf(curves);
    require(!name.isBlank(), "an arm needs a name");
    require(
        !name.equals(INITIAL),
        "an arm cannot be called '%s': samples use that name for the initial policy",
        INITIAL);
    require(
        colour >= 0 && colour < COLOURS,
        "the colour of arm '%s' must be 0 to %d (got %d)",
        name,
        COLOURS - 1,
        colour);
    require(!curves.isEmpty(), "arm '%s' needs the curve of at least one seed", name);
  }

  /** An arm in the colour of its kind. */
  public Arm(String name, String label, Kind kind, List<Curve> curves) {
    this(name, label, kind, kind.ordinal(), curves);
  }

  /** Mean over the seeds of a diagnostic at one point of each; null where it was not measured. */
  @Nullable Double mean(Diagnostic diagnostic, Function<Curve, CurvePoint> at) {
    double sum = 0;
    for (Curve curve : curves) {
      Double value = at.apply(curve).diagnostics().get(diagnostic);
      if (value == null) {
        return null;
      }
      sum += value;
    }
    return sum / curves.size();
  }

  /** Mean over the seeds of the last divergence, in nats a sequence. */
  double finalKl() {
    return curves.stream().mapToDouble(c -> c.last().klPerSequence()).average().orElseThrow();
  }
}
