package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Mean and variance over the positions of a mask, with scope and degrees of freedom named by the
 * caller.
 *
 * <p>Positions outside the mask are never read, so a NaN there does no harm (multiplying by the
 * mask, as some libraries do, spreads it). A NaN or an infinity at a position that counts is
 * refused.
 */
public final class MaskedReductions {
  private MaskedReductions() {}

  /** Mean of all positions that count. */
  public static double mean(double[][] values, Mask mask) {
    return mean(values, mask, Scope.BATCH)[0];
  }

  /**
   * Mean over a scope.
   *
   * @param values {@code [batch, time]}
   * @return one number for the batch, for each sequence, or for each position
   * @throws org.plumbline.core.error.InvalidInputException on another shape, a value that is not
   *     finite, or a sequence or position where nothing counts
   */
  public static double[] mean(double[][] values, Mask mask, Scope scope) {
    return groups(values, mask, scope).stream()
        .mapToDouble(group -> Moments.of(group).mean())
        .toArray();
  }

  /**
   * Variance over a scope, in two passes, so that a large common offset costs no digits.
   *
   * @param ddof what is taken from the count before dividing: 0 for the population, 1 for Bessel's
   *     correction
   * @throws org.plumbline.core.error.InvalidInputException as for the mean, or if a group has no
   *     more than {@code ddof} positions
   */
  public static double[] variance(double[][] values, Mask mask, Scope scope, int ddof) {
    return groups(values, mask, scope).stream()
        .mapToDouble(group -> Moments.of(group).variance(ddof))
        .toArray();
  }

  private static List<double[]> groups(double[][] values, Mask mask, Scope scope) {
    requireFinite(values, mask);
    List<double[]> groups =
        switch (scope) {
          case BATCH -> List.of(select(values, mask, 0, values.length));
          case SEQUENCE -> sequences(values, mask);
          case POSITION -> positions(values, mask);
        };
    for (int i = 0; i < groups.size(); i++) {
      require(
          groups.get(i).length > 0,
          "a %s needs at least one position that counts (number %d has none)",
          scope.name().toLowerCase(Locale.ROOT),
          i);
    }
    return groups;
  }

  private static List<double[]> sequences(double[][] values, Mask mask) {
    List<double[]> groups = new ArrayList<>();
    for (int row = 0; row < values.length; row++) {
      groups.add(select(values, mask, row, row + 1));
    }
    return groups;
  }

  private static List<double[]> positions(double[][] values, Mask mask) {
    int columns = 0;
    for (double[] row : values) {
      columns = Math.max(columns, row.length);
    }
    List<double[]> groups = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      List<Double> group = new ArrayList<>();
      for (int row = 0; row < values.length; row++) {
        if (column < values[row].length && mask.at(row, column)) {
          group.add(values[row][column]);
        }
      }
      groups.add(group.stream().mapToDouble(Double::doubleValue).toArray());
    }
    return groups;
  }

  private static double[] select(double[][] values, Mask mask, int from, int to) {
    int count = 0;
    for (int row = from; row < to; row++) {
      count += mask.count(row);
    }
    double[] selected = new double[count];
    int next = 0;
    for (int row = from; row < to; row++) {
      for (int time = 0; time < values[row].length; time++) {
        if (mask.at(row, time)) {
          selected[next++] = values[row][time];
        }
      }
    }
    return selected;
  }

  /** Refuses another shape, and anything but a number where the mask counts. */
  static void requireFinite(double[][] values, Mask mask) {
    mask.requireShapeOf(values);
    for (int row = 0; row < values.length; row++) {
      for (int time = 0; time < values[row].length; time++) {
        require(
            !mask.at(row, time) || Double.isFinite(values[row][time]),
            "a value that counts must be a finite number (row %d, position %d is %s)",
            row,
            time,
            values[row][time]);
      }
    }
  }
}
