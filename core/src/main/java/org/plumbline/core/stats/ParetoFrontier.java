package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The points that no other point beats: more reward is better, less drift is better.
 *
 * <p>A point is dominated if another is at least as good in both and better in one; equal points do
 * not dominate each other.
 */
public final class ParetoFrontier {
  private ParetoFrontier() {}

  /**
   * A point of a run.
   *
   * @param reward task or gold reward; more is better
   * @param drift distance from the initial policy, for example KL in nats a sequence; less is
   *     better
   */
  public record Point(double reward, double drift) {
    public Point {
      require(
          !Double.isNaN(reward) && !Double.isNaN(drift),
          "a point of a frontier needs numbers (reward %s, drift %s)",
          reward,
          drift);
    }

    boolean dominates(Point other) {
      return reward >= other.reward && drift <= other.drift && !sameAs(other);
    }

    // Not equals: 0.0 and -0.0 are one place.
    boolean sameAs(Point other) {
      return reward == other.reward && drift == other.drift;
    }
  }

  /** Indices of the points that are not dominated, ascending; equal points are all kept. */
  public static List<Integer> indices(List<Point> points) {
    List<Integer> frontier = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (points.stream().noneMatch(other -> other.dominates(point))) {
        frontier.add(i);
      }
    }
    return frontier;
  }

  /** The same, keeping only the first of equal points. */
  public static List<Integer> distinctIndices(List<Point> points) {
    List<Integer> kept = new ArrayList<>();
    for (int i : indices(points)) {
      if (kept.stream().noneMatch(k -> points.get(k).sameAs(points.get(i)))) {
        kept.add(i);
      }
    }
    return kept;
  }

  /**
   * The area that the points dominate beside a reference point; points not better than it in both
   * add nothing.
   *
   * @param reference a reward that any run should reach and a drift that none should
   */
  public static double hypervolume(List<Point> points, Point reference) {
    List<Point> better =
        distinctIndices(points).stream()
            .map(points::get)
            .filter(p -> p.reward() > reference.reward() && p.drift() < reference.drift())
            .sorted(Comparator.comparingDouble(Point::reward))
            .toList();
    double area = 0;
    double below = reference.reward();
    for (Point point : better) {
      area += (point.reward() - below) * (reference.drift() - point.drift());
      below = point.reward();
    }
    return area;
  }
}
