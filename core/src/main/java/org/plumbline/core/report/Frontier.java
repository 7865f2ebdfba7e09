package org.plumbline.core.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.plumbline.core.stats.FrontierOverSeeds;
import org.plumbline.core.stats.ParetoFrontier;
import org.plumbline.core.stats.ParetoFrontier.Point;

/** The frontier of gold reward against KL, of all arms on one grid of reward levels. */
public final class Frontier {
  private static final int LEVELS = 25;

  private Frontier() {}

  /**
   * For each arm and each level of a common grid the least drift over the seeds.
   *
   * @return nothing for arms whose gold reward was never measured
   */
  public static List<FrontierPoint> of(List<Arm> arms) {
    List<Arm> measured = arms.stream().filter(arm -> !runs(arm).isEmpty()).toList();
    if (measured.isEmpty()) {
      return List.of();
    }
    double[] grid = grid(measured);
    List<FrontierPoint> points = new ArrayList<>();
    for (Arm arm : measured) {
      for (FrontierOverSeeds.Level level : FrontierOverSeeds.of(runs(arm), grid).levels()) {
        Double error =
            level.standardError().isPresent() ? level.standardError().getAsDouble() : null;
        points.add(
            new FrontierPoint(
                arm.name(),
                level.reward(),
                level.drift(),
                error,
                level.seeds(),
                level.outOf(),
                false));
      }
    }
    return flagged(points);
  }

  private static List<FrontierPoint> flagged(List<FrontierPoint> points) {
    // A level that only some seeds reach speaks for the better seeds only: it dominates nothing.
    List<Point> complete =
        points.stream()
            .filter(p -> p.seeds() == p.outOf())
            .map(p -> new Point(p.reward(), p.drift()))
            .toList();
    Set<Point> best = new HashSet<>();
    ParetoFrontier.indices(complete).forEach(i -> best.add(complete.get(i)));
    return points.stream()
        .map(
            p ->
                new FrontierPoint(
                    p.arm(),
                    p.reward(),
                    p.drift(),
                    p.standardError(),
                    p.seeds(),
                    p.outOf(),
                    !best.contains(new Point(p.reward(), p.drift()))))
        .toList();
  }

  /** From the reward at which the worst run starts: every run has less than that at no drift. */
  private static double[] grid(List<Arm> arms) {
    List<List<Point>> runs = arms.stream().flatMap(arm -> runs(arm).stream()).toList();
    double low = runs.stream().mapToDouble(run -> run.getFirst().reward()).min().orElseThrow();
    double high =
        runs.stream().flatMap(List::stream).mapToDouble(Point::reward).max().orElseThrow();
    if (low == high) {
      return new double[] {low};
    }
    double[] grid = new double[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      grid[i] = i == LEVELS - 1 ? high : low + (high - low) * i / (LEVELS - 1);
    }
    return grid;
  }

  /** The seeds' points that have a gold reward; seeds without any are left out. */
  private static List<List<Point>> runs(Arm arm) {
    return arm.curves().stream().map(Frontier::points).filter(points -> !points.isEmpty()).toList();
  }

  private static List<Point> points(Curve curve) {
    List<Point> points = new ArrayList<>();
    for (CurvePoint point : curve.points()) {
      Measured gold = point.gold();
      if (gold != null) {
        points.add(new Point(gold.mean(), point.klPerSequence()));
      }
    }
    return points;
  }
}
