package org.plumbline.lm.seq2seq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

/** Buckets by hand, with T5's own settings: 32 buckets to a distance of 128. */
final class RelativeBiasTest {

  @Test
  void aDecoderTellsSixteenDistancesApartAndLooksBackAlone() {
    RelativeBias bias = new RelativeBias(32, 128, false);
    int[] near = IntStream.range(0, 16).map(distance -> bias.bucket(-distance)).toArray();
    assertArrayEquals(IntStream.range(0, 16).toArray(), near);
    assertEquals(0, bias.bucket(5));
    // 16 + floor(16 * ln(40/16) / ln(128/16)) = 16 + floor(7.05)
    assertEquals(23, bias.bucket(-40));
    assertEquals(31, bias.bucket(-128));
    assertEquals(31, bias.bucket(-5000));
  }

  @Test
  void anEncoderHasHalfOfThemToEitherSide() {
    RelativeBias bias = new RelativeBias(32, 128, true);
    assertEquals(0, bias.bucket(0));
    assertEquals(7, bias.bucket(-7));
    assertEquals(16 + 7, bias.bucket(7));
    // 8 + floor(8 * ln(40/8) / ln(128/8)) = 8 + floor(4.64)
    assertEquals(12, bias.bucket(-40));
    assertEquals(16 + 12, bias.bucket(40));
  }

  @Test
  void aGreatestDistanceWithinThoseToldApartIsRefused() {
    assertThrows(InvalidInputException.class, () -> new RelativeBias(32, 16, false));
  }
}
