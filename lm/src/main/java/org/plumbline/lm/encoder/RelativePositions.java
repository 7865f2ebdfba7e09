package org.plumbline.lm.encoder;

import static org.plumbline.core.error.Require.require;

import org.plumbline.lm.tensor.Tensor;

/**
 * The relative positions of DeBERTa: distances, of which large ones share a bucket.
 *
 * @param contentToPosition whether what a query asks for depends on the distance (c2p)
 * @param positionToContent whether what a key offers does (p2c)
 * @param sharedProjections whether positions go through the maps of queries and keys, not through
 *     their own
 * @param buckets distances that are told apart to either side; 0 if all are
 * @param furthest distance at which the buckets end; without buckets, the furthest that is told
 *     apart
 * @param normed whether the vectors of distances are normalised
 */
public record RelativePositions(
    boolean contentToPosition,
    boolean positionToContent,
    boolean sharedProjections,
    int buckets,
    int furthest,
    boolean normed) {
  public RelativePositions {
    require(
        buckets == 0 || buckets > 1,
        "position_buckets must be at least 2, or -1 for none (got %d)",
        buckets);
    require(
        furthest > buckets / 2 + 1,
        "max_relative_positions must be larger than half of position_buckets (got %d and %d)",
        furthest,
        buckets);
  }

  /** Distances to either side for which there is a vector. */
  int span() {
    return buckets > 0 ? buckets : furthest;
  }

  /** The vector of each pair of positions: row of the table for query i and key j, [time, time]. */
  Tensor rows(int time) {
    long[] rows = new long[time * time];
    for (int i = 0; i < time; i++) {
      for (int j = 0; j < time; j++) {
        rows[i * time + j] = row(i - j);
      }
    }
    return Tensor.ofLongs(rows, time, time);
  }

  private long row(int distance) {
    return Math.clamp(bucket(distance) + (long) span(), 0, 2 * span() - 1);
  }

  /** Half of the buckets hold one distance each, the others grow with its logarithm. */
  private int bucket(int distance) {
    int middle = buckets / 2;
    int apart = Math.abs(distance);
    if (buckets == 0 || apart <= middle) {
      return distance;
    }
    // In single precision as published, so that a distance at an edge falls to the same side.
    float share = log((float) apart / middle) / log((furthest - 1f) / middle);
    int place = (int) Math.ceil(share * (middle - 1)) + middle;
    return Integer.signum(distance) * place;
  }

  private static float log(float x) {
    return (float) Math.log(x);
  }
}
