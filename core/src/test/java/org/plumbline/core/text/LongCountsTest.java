package org.plumbline.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LongCountsTest {

  @Test
  void countsAreThoseOfAMapHoweverFarTheTableGrows() {
    SplittableRandom random = new SplittableRandom(31);
    LongCounts counts = new LongCounts();
    Map<Long, Integer> expected = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      long key = random.nextInt(20_000) * (long) random.nextInt(1, 3) << random.nextInt(0, 40);
      assertEquals(expected.merge(key, 1, Integer::sum), counts.increment(key), "seed 31");
    }
    expected.forEach((key, count) -> assertEquals(count, counts.get(key), "seed 31, key " + key));
    assertEquals(expected.size(), counts.counts().count());
    assertEquals(0, counts.get(Long.MAX_VALUE));
  }
}
