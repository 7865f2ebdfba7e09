package org.plumbline.core.data;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which preferences of a list have their labels swapped, so that reward models can be tried on
 * labels that lie (WARM, section 4.1: a quarter of them).
 *
 * <p>The indices are kept: accuracy is then told apart on clean and on corrupted pairs.
 */
public final class LabelCorruption {
  private final int size;
  private final BitSet swapped;

  private LabelCorruption(int size, BitSet swapped) {
    this.size = size;
    this.swapped = swapped;
  }

  /**
   * Swaps the preferences at the given indices.
   *
   * @param size length of the list
   * @throws org.plumbline.core.error.InvalidInputException if an index is outside the list or named
   *     twice
   */
  public static LabelCorruption at(int size, int... indices) {
    BitSet swapped = new BitSet(size);
    for (int index : indices) {
      require(
          index >= 0 && index < size,
          "an index of a label to corrupt must be 0 to %d (got %d)",
          size - 1,
          index);
      require(
          !swapped.get(index),
          "label %d is to be corrupted twice, which would leave it clean",
          index);
      swapped.set(index);
    }
    return new LabelCorruption(size, swapped);
  }

  /**
   * Swaps a share of the preferences, drawn without replacement, so that the number is exact.
   *
   * @param share of the list, 0 to 1; the number is rounded to the nearest
   */
  public static LabelCorruption share(int size, double share, SplittableRandom random) {
    require(
        share >= 0 && share <= 1, "the share of corrupted labels must be 0 to 1 (got %s)", share);
    int[] order = IntStream.range(0, size).toArray();
    int count = (int) Math.round(share * size);
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i, size);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return at(size, Arrays.copyOf(order, count));
  }

  /** The preferences with the chosen labels swapped, in their order. */
  public List<Preference> apply(List<Preference> preferences) {
    require(
        preferences.size() == size,
        "this corruption was drawn for %d preferences (got %d)",
        size,
        preferences.size());
    List<Preference> result = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      Preference preference = preferences.get(i);
      result.add(swapped.get(i) ? preference.swapped() : preference);
    }
    return result;
  }

  /** Whether the label at this index is swapped. */
  public boolean isCorrupted(int index) {
    return swapped.get(index);
  }

  /** Indices of the swapped labels, ascending. */
  public int[] corrupted() {
    return swapped.stream().toArray();
  }

  /** Indices of the labels that were left, ascending. */
  public int[] clean() {
    return IntStream.range(0, size).filter(i -> !swapped.get(i)).toArray();
  }
}
