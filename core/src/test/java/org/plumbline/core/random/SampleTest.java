package org.plumbline.core.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final List<Integer> TEN = IntStream.range(0, 10).boxed().toList();

  @Test
  void aSampleHasNoItemTwiceAndIsTheSameEachTime() {
    Seeds seeds = new Seeds(3);
    List<Integer> drawn = seeds.sample("a", TEN, 4);
    assertEquals(4, new HashSet<>(drawn).size());
    assertEquals(drawn, seeds.sample("a", TEN, 4));
    assertNotEquals(drawn, seeds.sample("b", TEN, 4));
    assertEquals(10, seeds.sample("a", TEN, 50).size());
  }

  @Test
  void everyItemIsDrawnAsOftenAsTheOthers() {
    int[] counts = new int[10];
    for (int seed = 0; seed < 5000; seed++) {
      new Seeds(seed).sample("a", TEN, 3).forEach(i -> counts[i]++);
    }
    for (int i = 0; i < 10; i++) {
      // 1500 expected, standard deviation 32.
      assertTrue(Math.abs(counts[i] - 1500) < 130, "item %d: %d of 5000".formatted(i, counts[i]));
    }
  }
}
