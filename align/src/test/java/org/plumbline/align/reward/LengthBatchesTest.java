package org.plumbline.align.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.random.Seeds;

final class LengthBatchesTest {
  private static final long SEED = 20261128;

  private static int[] lengths(int count) {
    SplittableRandom random = new Seeds(SEED).stream("lengths " + count);
    return random.ints(count, 1, 400).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 63, 500})
  void everyTextIsInOneBatchOfAtMostSoManyTokens(int count) {
    int[] lengths = lengths(count);
    List<int[]> batches = LengthBatches.of(lengths, 1000);
    assertArrayEquals(
        IntStream.range(0, count).toArray(),
        batches.stream().flatMapToInt(Arrays::stream).sorted().toArray(),
        "seed " + SEED);
    int before = 0;
    for (int[] batch : batches) {
      int shortest = Arrays.stream(batch).map(text -> lengths[text]).min().orElseThrow();
      int longest = Arrays.stream(batch).map(text -> lengths[text]).max().orElseThrow();
      assertTrue(batch.length * longest <= 1000, "seed " + SEED);
      assertTrue(shortest >= before, "seed " + SEED);
      before = longest;
    }
  }

  @Test
  void littleIsFilledUp() {
    int[] lengths = lengths(500);
    long computed =
        LengthBatches.of(lengths, 2000).stream()
            .mapToLong(batch -> (long) batch.length * lengths[batch[batch.length - 1]])
            .sum();
    assertTrue(computed < 1.05 * Arrays.stream(lengths).sum(), computed + " tokens, seed " + SEED);
  }

  @Test
  void aTextThatIsLongerThanABatchIsOneAlone() {
    List<int[]> batches = LengthBatches.of(new int[] {5000, 10, 4000}, 1000);
    assertEquals(List.of("[1]", "[2]", "[0]"), batches.stream().map(Arrays::toString).toList());
  }

  @Test
  void scoresComeBackInTheOrderOfTheTexts() {
    int[] lengths = lengths(300);
    double[] scores =
        LengthBatches.scores(
            lengths,
            batch -> {
              float[] values = new float[batch.length];
              for (int i = 0; i < batch.length; i++) {
                values[i] = 1000f * batch[i] + lengths[batch[i]];
              }
              return values;
            });
    for (int i = 0; i < scores.length; i++) {
      assertEquals(1000.0 * i + lengths[i], scores[i], "seed " + SEED);
    }
  }

  @Test
  void nothingGivesNothing() {
    assertEquals(0, LengthBatches.scores(new int[0], batch -> new float[0]).length);
  }
}
