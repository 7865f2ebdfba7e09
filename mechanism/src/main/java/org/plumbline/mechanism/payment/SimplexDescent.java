package org.plumbline.mechanism.payment;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Minimises a smooth convex function over the probability simplex: steps along the gradient,
 * projected, with a gap that bounds how far the minimum may still be below.
 */
record SimplexDescent(ToDoubleFunction<double[]> function, UnaryOperator<double[]> gradient) {
  private static final int MOST_STEPS = 4000;
  private static final double SMALL = 1e-11;

  /**
   * Where it ended.
   *
   * @param point of the simplex
   * @param gap the minimum is at most this much below the function there
   */
  record Result(double[] point, double gap) {}

  Result from(int size) {
    double[] point = new double[size];
    Arrays.fill(point, 1.0 / size);
    double value = function.applyAsDouble(point);
    double step = 1;
    double gap = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MOST_STEPS; i++) {
      double[] slope = gradient.apply(point);
      gap = gap(point, slope);
      if (gap <= SMALL * Math.max(1, Math.abs(value))) {
        break;
      }
      double[] next = point;
      double reached = value;
      boolean better = false;
      while (!better && step > 1e-18) {
        next = project(point, slope, step);
        reached = function.applyAsDouble(next);
        better = reached <= value - 0.25 / step * squaredDistance(next, point);
        step = better ? step * 2 : step / 3;
      }
      if (!better) {
        break;
      }
      point = next;
      value = reached;
    }
    return new Result(point, gap);
  }

  /** By convexity the minimum is at least the value less this (Frank and Wolfe 1956). */
  private static double gap(double[] point, double[] slope) {
    double least = Arrays.stream(slope).min().orElse(0);
    double gap = 0;
    for (int x = 0; x < point.length; x++) {
      gap += point[x] * (slope[x] - least);
    }
    return gap;
  }

  private static double[] project(double[] point, double[] slope, double step) {
    double[] moved = new double[point.length];
    Arrays.setAll(moved, x -> point[x] - step * slope[x]);
    double[] heights = Arrays.stream(moved).map(height -> -height).toArray();
    return WaterFilling.reward(heights, 1);
  }

  private static double squaredDistance(double[] a, double[] b) {
    double total = 0;
    for (int x = 0; x < a.length; x++) {
      total += (a[x] - b[x]) * (a[x] - b[x]);
    }
    return total;
  }
}
