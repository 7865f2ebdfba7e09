package org.plumbline.align.loop;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.core.random.Seeds;

/**
 * Packs texts into rows of a given length, every epoch anew: texts of one length change places, and
 * so do the rows. Every text is trained on once an epoch, and none is cut.
 */
public final class PackedOrder implements RowOrder {
  private final int[] lengths;
  private final int capacity;
  private final int batchSize;
  private final Seeds seeds;
  private long epoch = -1;
  private List<int[]> rows = List.of();

  /**
   * An order of the texts with these lengths.
   *
   * @param capacity tokens of a row; no text may have more
   * @param batchSize rows in a batch; the last batch of an epoch may be smaller
   */
  public PackedOrder(int[] lengths, int capacity, int batchSize, Seeds seeds) {
    require(lengths.length > 0, "there must be at least one text to train on (got none)");
    require(batchSize > 0, "batch-size must be positive (got %d)", batchSize);
    this.lengths = lengths.clone();
    this.capacity = capacity;
    this.batchSize = batchSize;
    this.seeds = seeds;
    turnTo(0);
  }

  /** The number of rows follows from the lengths, so it is the same in every epoch. */
  @Override
  public long stepsPerEpoch() {
    return Math.ceilDiv(rows.size(), batchSize);
  }

  @Override
  public List<int[]> rows(long step) {
    turnTo((step - 1) / stepsPerEpoch());
    int from = (int) ((step - 1) % stepsPerEpoch()) * batchSize;
    return rows.subList(from, Math.min(rows.size(), from + batchSize));
  }

  private void turnTo(long wanted) {
    if (wanted == epoch) {
      return;
    }
    SplittableRandom random = seeds.child("epoch", wanted).stream("packing");
    int[] texts = EpochOrder.permutation(lengths.length, random);
    List<int[]> packed = FirstFitDecreasing.pack(texts, lengths, capacity);
    rows = new ArrayList<>();
    for (int place : EpochOrder.permutation(packed.size(), random)) {
      rows.add(packed.get(place));
    }
    epoch = wanted;
  }
}
