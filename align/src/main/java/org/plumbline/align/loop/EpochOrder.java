package org.plumbline.align.loop;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.core.random.Seeds;

/**
 * Which rows each step trains on: every epoch a fresh shuffle, cut into batches of rows of similar
 * length.
 *
 * <p>The order follows from the seed and the step's number alone, so a resumed run needs nothing
 * but its step. Rows are sorted by length inside windows of some batches, and the batches of a
 * window are shuffled again: short rows are not padded to long ones, yet each epoch mixes rows
 * anew.
 */
public final class EpochOrder implements RowOrder {
  private static final int BATCHES_IN_A_WINDOW = 32;

  private final int[] lengths;
  private final int batchSize;
  private final Seeds seeds;
  private long epoch = -1;
  private List<int[]> batches = List.of();

  /**
   * An order of the rows with these lengths.
   *
   * @param batchSize rows in a batch; the last batch of an epoch may be smaller
   */
  public EpochOrder(int[] lengths, int batchSize, Seeds seeds) {
    require(lengths.length > 0, "there must be at least one row to train on (got none)");
    require(batchSize > 0, "batch-size must be positive (got %d)", batchSize);
    this.lengths = lengths.clone();
    this.batchSize = batchSize;
    this.seeds = seeds;
  }

  /** Steps of one pass over all rows. */
  @Override
  public long stepsPerEpoch() {
    return Math.ceilDiv(lengths.length, batchSize);
  }

  /** Row numbers of a step's batch; steps count from 1. */
  public int[] batch(long step) {
    long wanted = (step - 1) / stepsPerEpoch();
    if (wanted != epoch) {
      batches = shuffled(wanted);
      epoch = wanted;
    }
    return batches.get((int) ((step - 1) % stepsPerEpoch())).clone();
  }

  /** Each text has a row of its own. */
  @Override
  public List<int[]> rows(long step) {
    return Arrays.stream(batch(step)).mapToObj(row -> new int[] {row}).toList();
  }

  private List<int[]> shuffled(long number) {
    SplittableRandom random = seeds.child("epoch", number).stream("order");
    int[] rows = permutation(lengths.length, random);
    List<int[]> all = new ArrayList<>();
    int window = batchSize * BATCHES_IN_A_WINDOW;
    for (int from = 0; from < rows.length; from += window) {
      Integer[] part =
          Arrays.stream(rows, from, Math.min(rows.length, from + window))
              .boxed()
              .toArray(Integer[]::new);
      Arrays.sort(part, Comparator.comparingInt(row -> lengths[row]));
      for (int start = 0; start < part.length; start += batchSize) {
        all.add(
            Arrays.stream(part, start, Math.min(part.length, start + batchSize))
                .mapToInt(Integer::intValue)
                .toArray());
      }
    }
    List<int[]> result = new ArrayList<>();
    for (int place : permutation(all.size(), random)) {
      result.add(all.get(place));
    }
    return result;
  }

  static int[] permutation(int count, SplittableRandom random) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
