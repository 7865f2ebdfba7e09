package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.List;

/**
 * One training of a policy, seen through its evaluations.
 *
 * @param seed of the training
 * @param points in the order of their steps, at least one
 * @param marks steps worth a sign
 */
public record Curve(long seed, List<CurvePoint> points, List<Mark> marks) {

  public Curve {
    points = List.copyOf(points);
    marks = List.copyOf(marks);
    require(!points.isEmpty(), "the curve of seed %d needs at least one point", seed);
    for (int i = 1; i < points.size(); i++) {
      require(
          points.get(i - 1).step() < points.get(i).step(),
          "the steps of a curve must rise (seed %d has %d after %d)",
          seed,
          points.get(i).step(),
          points.get(i - 1).step());
    }
  }

  CurvePoint first() {
    return points.getFirst();
  }

  CurvePoint last() {
    return points.getLast();
  }
}
