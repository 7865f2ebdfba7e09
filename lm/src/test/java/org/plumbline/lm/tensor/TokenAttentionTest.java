package org.plumbline.lm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.random.Seeds;

class TokenAttentionTest {
  private static final int SLOTS = 7;
  private static final int CAPACITY = 300;
  private static final int LINE = 32;

  private final SplittableRandom random = new Seeds(11).stream("numbers");

  @ParameterizedTest
  @CsvSource({"1, 1, 32, 0", "2, 3, 32, 0", "2, 3, 24, 5", "4, 1, 8, 0"})
  void itIsSoftmaxOfQueriesTimesKeysTimesValues(int heads, int group, int size, double cap) {
    float[] query = numbers(3 * heads * group * size);
    float[] keys = numbers(SLOTS * heads * CAPACITY * LINE);
    float[] values = numbers(SLOTS * heads * CAPACITY * LINE);
    int[] slots = {4, 0, 6};
    int[] firsts = {0, 5, 100};
    int[] ends = {1, 40, 290};
    TokenAttention.Shape shape = new TokenAttention.Shape(heads, group, size, LINE, CAPACITY);
    float[] given = given(shape, query, keys, values, slots, firsts, ends, cap);
    for (int text = 0; text < 3; text++) {
      for (int head = 0; head < heads * group; head++) {
        int row = (text * heads * group + head) * size;
        int line = (slots[text] * heads + head / group) * CAPACITY;
        double[] expected =
            expected(
                Arrays.copyOfRange(query, row, row + size),
                keys,
                values,
                line + firsts[text],
                line + ends[text],
                cap);
        for (int i = 0; i < size; i++) {
          assertEquals(expected[i], given[row + i], 2e-5, "text %d, head %d".formatted(text, head));
        }
      }
    }
  }

  @Test
  void oneCallForManyProductsGivesWhatACallForEachGives() {
    int[] m = {2, 2, 2};
    int[] n = {5, 1, 40};
    int[] k = {16, 16, 16};
    Scope.inference(
        () -> {
          ProductBatch batch =
              new ProductBatch(m, n, k, new ProductBatch.Apart(16, 32, 48), true, 2);
          ProductBatch.Matrices a = matrices(numbers(6 * 32), 32);
          ProductBatch.Matrices b = matrices(numbers(6 * 1280), 1280);
          Tensor together = Tensor.zeros(6 * 96);
          Tensor single = Tensor.zeros(6 * 96);
          batch.multiply(0.5f, a, b, matrices(together, 96));
          batch.oneByOne(0.5f, a, b, matrices(single, 96));
          assertArrayEquals(single.toFloats(), together.toFloats(), 1e-5f);
          assertEquals(
              6 * 2 * (5 + 1 + 40) / 3, nonZeros(together.toFloats()), "numbers that were written");
          return batch;
        });
  }

  @Test
  void exponentialsAreRightToTheLastPlaces() {
    for (float x = -87; x <= 0; x += 0.0137f) {
      assertEquals(1, SoftmaxRow.exp(x) / Math.exp(x), 3e-7, "e^" + x);
    }
    assertEquals(1, SoftmaxRow.exp(0));
    assertEquals(0, SoftmaxRow.exp(Float.NEGATIVE_INFINITY), 1e-37f);
  }

  @Test
  void aSoftmaxTouchesItsOwnNumbersAlone() {
    float[] row = {7, 1000, 1000, 990, 7};
    SoftmaxRow.inPlace(row, 1, 3);
    assertArrayEquals(new float[] {7, 0.49998866f, 0.49998866f, 2.2698e-5f, 7}, row, 1e-7f);
  }

  private static float[] given(
      TokenAttention.Shape shape,
      float[] query,
      float[] keys,
      float[] values,
      int[] slots,
      int[] firsts,
      int[] ends,
      double cap) {
    long lines = (long) SLOTS * shape.heads();
    return Scope.inference(
        () -> {
          Tensor out = Tensor.zeros(5, query.length / 3);
          Tensor rows = Tensor.of(query, 3, (long) shape.heads() * shape.group(), shape.headSize());
          Tensor two = Tensor.zeros(2, rows.size(1), rows.size(2));
          new TokenAttention(shape, 2, slots, firsts, ends)
              .attend(
                  Tensor.cat(java.util.List.of(two, rows), 0),
                  Tensor.of(keys, lines, CAPACITY, LINE),
                  Tensor.of(values, lines, CAPACITY, LINE),
                  0.3,
                  cap,
                  out);
          assertEquals(0, nonZeros(out.narrow(0, 0, 2).toFloats()), "rows of others");
          return out.narrow(0, 2, 3).toFloats();
        });
  }

  private static double[] expected(
      float[] query, float[] keys, float[] values, int from, int to, double cap) {
    double[] weights = new double[to - from];
    double total = 0;
    for (int t = from; t < to; t++) {
      double score = 0;
      for (int i = 0; i < query.length; i++) {
        score += 0.3 * query[i] * keys[t * LINE + i];
      }
      weights[t - from] = Math.exp(cap == 0 ? score : cap * Math.tanh(score / cap));
      total += weights[t - from];
    }
    double[] sum = new double[query.length];
    for (int t = from; t < to; t++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weights[t - from] / total * values[t * LINE + i];
      }
    }
    return sum;
  }

  private float[] numbers(int count) {
    float[] all = new float[count];
    for (int i = 0; i < count; i++) {
      all[i] = (float) random.nextGaussian();
    }
    return all;
  }

  private static ProductBatch.Matrices matrices(float[] values, int apart) {
    return matrices(Tensor.of(values, values.length), apart);
  }

  private static ProductBatch.Matrices matrices(Tensor values, int apart) {
    long[] offsets = new long[6];
    Arrays.setAll(offsets, i -> (long) i * apart);
    return new ProductBatch.Matrices(
        new org.bytedeco.javacpp.FloatPointer(values.handle.data_ptr()), offsets);
  }

  private static int nonZeros(float[] values) {
    int count = 0;
    for (float value : values) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }
}
