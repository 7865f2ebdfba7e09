package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.plumbline.core.math.Moments;
import org.plumbline.core.stats.ParetoFrontier.Point;

/**
 * One frontier from the runs of several seeds: for each seed the least drift at or above each
 * reward level of a common grid, then mean and standard error over the seeds.
 *
 * <p>A seed that never reaches a level has no drift there; it is left out of that level's mean, and
 * {@link Level#seeds} says how many remain. Above the highest level that every seed reaches the
 * mean is therefore of the better seeds only: draw it faint or not at all ({@link Level#complete}).
 *
 * @param levels ascending in reward; levels that no seed reaches are left out
 */
public record FrontierOverSeeds(List<Level> levels) {

  public FrontierOverSeeds {
    levels = List.copyOf(levels);
  }

  /**
   * The frontier at one reward.
   *
   * @param reward the level
   * @param drift mean over the seeds that reach it of the least drift at which they do
   * @param standardError of that mean; empty if a single seed reaches it
   * @param seeds how many reach it
   * @param outOf how many there are
   */
  public record Level(
      double reward, double drift, OptionalDouble standardError, int seeds, int outOf) {

    /** Whether every seed reaches the level. */
    public boolean complete() {
      return seeds == outOf;
    }
  }

  /**
   * The frontier on a grid of equal steps from the lowest to the highest reward that any seed has.
   *
   * @param runs the points of each seed's run, each with at least one
   * @param size number of levels, at least 2
   */
  public static FrontierOverSeeds of(List<List<Point>> runs, int size) {
    require(size >= 2, "a frontier needs at least 2 levels of reward (got %d)", size);
    requireRuns(runs);
    double low = runs.stream().flatMap(List::stream).mapToDouble(Point::reward).min().orElseThrow();
    double high =
        runs.stream().flatMap(List::stream).mapToDouble(Point::reward).max().orElseThrow();
    double[] grid = new double[size];
    for (int i = 0; i < size; i++) {
      grid[i] = i == size - 1 ? high : low + (high - low) * i / (size - 1);
    }
    return of(runs, grid);
  }

  /** The frontier on a grid that several arms share. */
  public static FrontierOverSeeds of(List<List<Point>> runs, double[] grid) {
    requireRuns(runs);
    List<Level> levels = new ArrayList<>();
    for (double reward : grid) {
      double[] drifts =
          runs.stream()
              .map(run -> leastDrift(run, reward))
              .filter(OptionalDouble::isPresent)
              .mapToDouble(OptionalDouble::getAsDouble)
              .toArray();
      if (drifts.length > 0) {
        Moments moments = Moments.of(drifts);
        levels.add(
            new Level(
                reward,
                moments.mean(),
                drifts.length > 1
                    ? OptionalDouble.of(moments.standardError())
                    : OptionalDouble.empty(),
                drifts.length,
                runs.size()));
      }
    }
    return new FrontierOverSeeds(levels);
  }

  /** The least drift at which a run has at least this reward. */
  private static OptionalDouble leastDrift(List<Point> run, double reward) {
    return run.stream().filter(p -> p.reward() >= reward).mapToDouble(Point::drift).min();
  }

  private static void requireRuns(List<List<Point>> runs) {
    require(
        !runs.isEmpty() && runs.stream().noneMatch(List::isEmpty),
        "a frontier over seeds needs at least one run, each with at least one point");
  }
}
