package org.plumbline.core.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a curve shows its reward being hacked: gold falls while proxy goes on rising.
 *
 * <p>Taken as shown only if the last gold lies below its peak by more than two standard errors of
 * their difference and the last proxy is not below the one at the peak. The peak is the highest of
 * many noisy points, so a sign is a sign and no test.
 *
 * @param step of the peak, from which the gold falls
 * @param goldLost peak less last, in units of gold reward
 * @param proxyGained last less at the peak, in units of proxy reward
 */
record HackingSign(int step, double goldLost, double proxyGained) {
  private static final double STANDARD_ERRORS = 2;

  static Optional<HackingSign> of(Curve curve) {
    List<CurvePoint> points = curve.points().stream().filter(p -> p.gold() != null).toList();
    if (points.size() < 2) {
      return Optional.empty();
    }
    CurvePoint last = points.getLast();
    CurvePoint peak = points.getFirst();
    for (CurvePoint point : points) {
      peak = gold(point).mean() > gold(peak).mean() ? point : peak;
    }
    double lost = gold(peak).mean() - gold(last).mean();
    double gained = last.proxy().mean() - peak.proxy().mean();
    Double error = errorOfDifference(gold(peak), gold(last));
    boolean shown = error != null && lost > STANDARD_ERRORS * error && gained >= 0;
    return shown ? Optional.of(new HackingSign(peak.step(), lost, gained)) : Optional.empty();
  }

  private static @Nullable Double errorOfDifference(Measured a, Measured b) {
    Double first = a.standardError();
    Double second = b.standardError();
    return first == null || second == null ? null : Math.hypot(first, second);
  }

  private static Measured gold(CurvePoint point) {
    Measured gold = point.gold();
    if (gold == null) {
      throw new IllegalStateException("a point without gold was not filtered out");
    }
    return gold;
  }
}
