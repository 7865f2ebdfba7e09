package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.stats.Estimate;

/**
 * How often a reward model orders the pairs of a slice as people did.
 *
 * @param scorer which one: "member 1", "ensemble", "average"
 * @param kind what the scorer is
 * @param slice of the data: "test", "train, clean labels", "train, corrupted labels"
 * @param accuracy share of right pairs
 * @param low lower end of the 95 % interval
 * @param high upper end of the 95 % interval
 * @param pairs how many
 */
public record Accuracy(
    String scorer, Kind kind, String slice, double accuracy, double low, double high, long pairs) {

  /** What gave the scores. */
  public enum Kind {
    MEMBER,
    ENSEMBLE,
    AVERAGE,
    OTHER
  }

  public Accuracy {
    require(
        0 <= low && low <= accuracy && accuracy <= high && high <= 1,
        "an accuracy must lie in its interval and both in 0 to 1 (%s on %s: %s, %s to %s)",
        scorer,
        slice,
        accuracy,
        low,
        high);
  }

  /** Right pairs out of all, with Wilson's interval. */
  public static Accuracy of(String scorer, Kind kind, String slice, long right, long pairs) {
    Estimate share = Estimate.share(right, pairs);
    return new Accuracy(scorer, kind, slice, share.value(), share.low(), share.high(), pairs);
  }
}
