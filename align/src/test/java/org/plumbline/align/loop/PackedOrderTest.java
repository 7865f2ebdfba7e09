package org.plumbline.align.loop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.testkit.SeededRandom;

final class PackedOrderTest {

  /** 7 + 3, 6 + 4, 5 + 2: the longest first, each into the first bin that has room. */
  @Test
  void theLongestComeFirstAndFillTheFirstBinThatHasRoom() {
    int[] lengths = {2, 7, 5, 6, 3, 4};
    List<int[]> bins = FirstFitDecreasing.pack(new int[] {0, 1, 2, 3, 4, 5}, lengths, 10);
    assertEquals(3, bins.size());
    assertArrayEquals(new int[] {1, 4}, bins.get(0));
    assertArrayEquals(new int[] {3, 5}, bins.get(1));
    assertArrayEquals(new int[] {2, 0}, bins.get(2));
  }

  @Test
  void aTreeFindsTheBinsThatAPlainSearchFinds() {
    SeededRandom.forAll(
        20,
        random -> {
          int capacity = random.integer(5, 40);
          int[] lengths =
              IntStream.range(0, random.integer(1, 60))
                  .map(i -> random.integer(1, capacity))
                  .toArray();
          int[] items = IntStream.range(0, lengths.length).toArray();
          List<int[]> bins = FirstFitDecreasing.pack(items, lengths, capacity);
          List<List<Integer>> plain = plain(lengths, capacity);
          assertEquals(plain.size(), bins.size(), random::toString);
          for (int i = 0; i < plain.size(); i++) {
            int[] expected = plain.get(i).stream().mapToInt(Integer::intValue).toArray();
            assertArrayEquals(expected, bins.get(i), random::toString);
          }
        });
  }

  @Test
  void everyTextComesOnceAnEpochAndRowsStayWithinTheirLength() {
    int[] lengths = IntStream.range(0, 50).map(i -> 3 + i * 7 % 13).toArray();
    PackedOrder order = new PackedOrder(lengths, 20, 4, new Seeds(3));
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (long step = 1; step <= order.stepsPerEpoch(); step++) {
        for (int[] row : order.rows(epoch * order.stepsPerEpoch() + step)) {
          assertTrue(Arrays.stream(row).map(text -> lengths[text]).sum() <= 20);
          Arrays.stream(row).forEach(seen::add);
        }
      }
      assertEquals(IntStream.range(0, 50).boxed().toList(), seen.stream().sorted().toList());
    }
  }

  @Test
  void theOrderFollowsFromSeedAndStepAlone() {
    int[] lengths = IntStream.range(0, 40).map(i -> 3 + i % 5).toArray();
    PackedOrder one = new PackedOrder(lengths, 16, 2, new Seeds(5));
    PackedOrder other = new PackedOrder(lengths, 16, 2, new Seeds(5));
    long far = 2 * one.stepsPerEpoch() + 2;
    List<int[]> late = one.rows(far);
    assertTrue(same(late, other.rows(far)));
    assertTrue(same(one.rows(1), other.rows(1)));
    assertFalse(same(one.rows(1), one.rows(1 + one.stepsPerEpoch())), "another epoch");
  }

  @Test
  void aTextThatIsLongerThanARowIsRefused() {
    var error =
        assertThrows(
            InvalidInputException.class,
            () -> new PackedOrder(new int[] {4, 21}, 20, 1, new Seeds(1)));
    assertTrue(error.getMessage().contains("pack-length"), error.getMessage());
  }

  private static boolean same(List<int[]> one, List<int[]> other) {
    return Arrays.deepEquals(one.toArray(), other.toArray());
  }

  private static List<List<Integer>> plain(int[] lengths, int capacity) {
    List<Integer> sorted =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(lengths[b], lengths[a]))
            .toList();
    List<List<Integer>> bins = new ArrayList<>();
    for (int item : sorted) {
      List<Integer> found = null;
      for (List<Integer> bin : bins) {
        int taken = bin.stream().mapToInt(i -> lengths[i]).sum();
        if (found == null && taken + lengths[item] <= capacity) {
          found = bin;
        }
      }
      if (found == null) {
        found = new ArrayList<>();
        bins.add(found);
      }
      found.add(item);
    }
    return bins;
  }
}
