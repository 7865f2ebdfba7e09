package org.plumbline.lm.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.plumbline.lm.tensor.Scope;

/** Distances by hand. */
final class RelativePositionsTest {
  private static long row(RelativePositions relative, int query, int key, int time) {
    return Scope.inference(() -> relative.rows(time).toLongs()[query * time + key]);
  }

  @Test
  void nearDistancesHaveABucketEachAndFarOnesShare() {
    // As DeBERTa-v3: 256 buckets to either side, the middle of the table is distance 0.
    RelativePositions v3 = new RelativePositions(true, true, true, 256, 512, true);
    assertEquals(256, row(v3, 300, 300, 512));
    assertEquals(256 + 128, row(v3, 300, 172, 512));
    assertEquals(256 - 128, row(v3, 172, 300, 512));
    assertEquals(256 + 255, row(v3, 511, 0, 512));
    // 128 + ceil(127 * ln(256/128) / ln(511/128)) = 128 + ceil(63.6)
    assertEquals(256 + 192, row(v3, 256, 0, 512));
    assertEquals(256 - 192, row(v3, 0, 256, 512));
  }

  @Test
  void withoutBucketsDistancesEndAtTheFurthest() {
    RelativePositions plain = new RelativePositions(true, false, true, 0, 2, false);
    long[] rows = Scope.inference(() -> plain.rows(4).toLongs());
    assertArrayEquals(new long[] {2, 1, 0, 0, 3, 2, 1, 0, 3, 3, 2, 1, 3, 3, 3, 2}, rows);
  }
}
