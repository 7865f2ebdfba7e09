package org.plumbline.mechanism.numeric;

import java.util.Arrays;

/** Small dense systems of equations, for Newton's steps. */
public final class LinearSystem {

  private LinearSystem() {}

  /**
   * Solves {@code a x = b} by elimination with pivots.
   *
   * @param a square; left as it is
   * @return x; not finite where a is singular
   */
  public static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOf(a[i], n + 1);
      rows[i][n] = b[i];
    }
    for (int column = 0; column < n; column++) {
      swap(rows, column, largest(rows, column));
      for (int i = column + 1; i < n; i++) {
        double factor = rows[i][column] / rows[column][column];
        for (int j = column; j <= n; j++) {
          rows[i][j] -= factor * rows[column][j];
        }
      }
    }
    return substitute(rows);
  }

  private static int largest(double[][] rows, int column) {
    int best = column;
    for (int i = column + 1; i < rows.length; i++) {
      best = Math.abs(rows[i][column]) > Math.abs(rows[best][column]) ? i : best;
    }
    return best;
  }

  private static void swap(double[][] rows, int i, int j) {
    double[] row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
  }

  private static double[] substitute(double[][] rows) {
    int n = rows.length;
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double rest = rows[i][n];
      for (int j = i + 1; j < n; j++) {
        rest -= rows[i][j] * x[j];
      }
      x[i] = rest / rows[i][i];
    }
    return x;
  }
}
