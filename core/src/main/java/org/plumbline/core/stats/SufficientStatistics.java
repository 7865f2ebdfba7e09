package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;

/** Numbers of each unit that add up, and from whose sums a statistic of many units follows. */
public final class SufficientStatistics {
  /** [units, width]. */
  private final double[][] units;

  private final int width;

  private SufficientStatistics(double[][] units) {
    this.units = units;
    this.width = units[0].length;
  }

  /**
   * Those of some units.
   *
   * @param units at least one, each with as many numbers; kept, not copied
   */
  public static SufficientStatistics of(double[][] units) {
    require(units.length > 0, "a statistic needs at least one unit (got none)");
    for (double[] unit : units) {
      require(
          unit.length == units[0].length,
          "units must have as many numbers each (got %d and %d)",
          units[0].length,
          unit.length);
    }
    return new SufficientStatistics(units);
  }

  /** How many units. */
  public int size() {
    return units.length;
  }

  /** How many numbers each has. */
  public int width() {
    return width;
  }

  /** The numbers of one unit. */
  public double[] unit(int i) {
    return units[i].clone();
  }

  /** The sums over all units. */
  public double[] total() {
    double[] total = new double[width];
    for (double[] unit : units) {
      add(total, unit, 1);
    }
    return total;
  }

  /** These numbers and then those, unit by unit. */
  public SufficientStatistics beside(SufficientStatistics other) {
    requireSameUnits(other);
    double[][] both = new double[units.length][];
    for (int i = 0; i < both.length; i++) {
      both[i] = Arrays.copyOf(units[i], width + other.width);
      System.arraycopy(other.units[i], 0, both[i], width, other.width);
    }
    return new SufficientStatistics(both);
  }

  /** These less those. */
  SufficientStatistics minus(SufficientStatistics other) {
    requireSameUnits(other);
    double[][] differences = new double[units.length][];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = HypothesisTest.differences(units[i], other.units[i]);
    }
    return new SufficientStatistics(differences);
  }

  /**
   * One unit for each cluster: the sum of its members.
   *
   * @param cluster of each unit, numbered from 0 without gaps
   */
  public SufficientStatistics clustered(int[] cluster) {
    require(
        cluster.length == units.length,
        "each unit needs a cluster (got %d for %d)",
        cluster.length,
        units.length);
    double[][] sums = new double[Arrays.stream(cluster).max().orElse(0) + 1][width];
    for (int i = 0; i < units.length; i++) {
      add(sums[cluster[i]], units[i], 1);
    }
    return new SufficientStatistics(sums);
  }

  /** Adds a unit's numbers some times. */
  void addTo(double[] sums, int unit, int times) {
    add(sums, units[unit], times);
  }

  private static void add(double[] sums, double[] numbers, int times) {
    for (int k = 0; k < sums.length; k++) {
      sums[k] += times * numbers[k];
    }
  }

  private void requireSameUnits(SufficientStatistics other) {
    require(
        units.length == other.units.length,
        "paired units must be as many (got %d and %d)",
        units.length,
        other.units.length);
  }
}
