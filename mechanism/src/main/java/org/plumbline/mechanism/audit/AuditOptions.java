package org.plumbline.mechanism.audit;

import static org.plumbline.mechanism.InvalidGameException.unless;

/**
 * How hard an audit looks for lies.
 *
 * @param randomLies of each group, for each kind of random lie
 * @param ascents gradient ascents of each group, from random starts
 * @param steps of each ascent
 * @param largestSize that a group may report
 * @param tolerance a gain up to this, times the largest of 1 and the game's rewards, is rounding
 */
public record AuditOptions(
    int randomLies, int ascents, int steps, long largestSize, double tolerance) {
  /** Enough for a small game; about 1500 lies of each group. */
  public static final AuditOptions DEFAULT = new AuditOptions(100, 3, 30, 10, 1e-10);

  public AuditOptions {
    unless(
        randomLies >= 1 && ascents >= 0 && steps >= 1,
        "an audit needs random lies, and ascents of at least one step (got %d, %d, %d)",
        randomLies,
        ascents,
        steps);
    unless(largestSize >= 1, "the largest size is at least 1 (got %d)", largestSize);
    unless(tolerance > 0, "the tolerance of an audit is above 0 (got %s)", tolerance);
  }
}
