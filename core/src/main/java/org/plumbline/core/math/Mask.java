package org.plumbline.core.math;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;

/**
 * Which positions of a batch count, {@code [batch, time]}.
 *
 * <p>A mask is made from lengths, never from token ids: the padding token may be the end-of-text
 * token, so ids cannot tell. Rows may differ in length.
 */
public final class Mask {
  private final boolean[][] active;

  private Mask(boolean[][] active) {
    this.active = active;
  }

  /**
   * The first {@code lengths[i]} of {@code time} positions of each row.
   *
   * @throws org.plumbline.core.error.InvalidInputException if a length is negative or greater than
   *     {@code time}
   */
  public static Mask ofLengths(int time, int... lengths) {
    boolean[][] active = new boolean[lengths.length][time];
    for (int row = 0; row < lengths.length; row++) {
      require(
          lengths[row] >= 0 && lengths[row] <= time,
          "a row's length must be 0 to %d positions (row %d has %d)",
          time,
          row,
          lengths[row]);
      Arrays.fill(active[row], 0, lengths[row], true);
    }
    return new Mask(active);
  }

  /** The given positions; for rows with holes, such as observations inside a trajectory. */
  public static Mask of(boolean[][] active) {
    boolean[][] copy = new boolean[active.length][];
    for (int row = 0; row < active.length; row++) {
      copy[row] = active[row].clone();
    }
    return new Mask(copy);
  }

  /** Every position of values that have no padding, as ragged rows do. */
  public static Mask all(double[][] values) {
    boolean[][] active = new boolean[values.length][];
    for (int row = 0; row < values.length; row++) {
      active[row] = new boolean[values[row].length];
      Arrays.fill(active[row], true);
    }
    return new Mask(active);
  }

  /** Whether the position counts. */
  public boolean at(int row, int time) {
    return active[row][time];
  }

  /** Number of sequences. */
  public int rows() {
    return active.length;
  }

  /** Number of positions of a row, counting or not. */
  public int columns(int row) {
    return active[row].length;
  }

  /** Number of positions that count. */
  public int count() {
    int count = 0;
    for (int row = 0; row < active.length; row++) {
      count += count(row);
    }
    return count;
  }

  /** Number of positions of a row that count. */
  public int count(int row) {
    int count = 0;
    for (boolean on : active[row]) {
      count += on ? 1 : 0;
    }
    return count;
  }

  /** Number of rows in which some position counts. */
  public int rowsWithTokens() {
    int rows = 0;
    for (int row = 0; row < active.length; row++) {
      rows += count(row) > 0 ? 1 : 0;
    }
    return rows;
  }

  /** Some of the rows, as one micro-batch has them. */
  public Mask rows(int from, int to) {
    return new Mask(Arrays.copyOfRange(active, from, to));
  }

  /**
   * Refuses values of another shape: a mask that is broadcast by accident is wrong without a sound.
   */
  void requireShapeOf(double[][] values) {
    require(
        values.length == active.length,
        "values and mask must have the same shape (%d rows of values, %d of mask)",
        values.length,
        active.length);
    for (int row = 0; row < values.length; row++) {
      require(
          values[row].length == active[row].length,
          "values and mask must have the same shape (row %d has %d values and %d mask positions)",
          row,
          values[row].length,
          active[row].length);
    }
  }
}
