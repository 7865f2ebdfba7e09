package org.plumbline.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

class LabelCorruptionTest {

  @Test
  void exactlyTheNamedLabelsAreSwapped() {
    List<Preference> pairs = List.of(new Preference("p", "a", "b"), new Preference("q", "c", "d"));
    LabelCorruption corruption = LabelCorruption.at(2, 1);
    List<Preference> swapped = corruption.apply(pairs);
    assertEquals(pairs.get(0), swapped.get(0));
    assertEquals("d", swapped.get(1).chosen());
    assertEquals("q", swapped.get(1).prompt());
    assertArrayEquals(new int[] {1}, corruption.corrupted());
    assertArrayEquals(new int[] {0}, corruption.clean());
    assertEquals(pairs, corruption.apply(swapped));
  }

  @Test
  void aShareIsExactAndDrawnEvenly() {
    int[] hits = new int[8];
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 4000; trial++) {
      int[] corrupted = LabelCorruption.share(8, 0.25, random).corrupted();
      assertEquals(2, corrupted.length);
      IntStream.of(corrupted).forEach(i -> hits[i]++);
    }
    for (int hit : hits) {
      assertEquals(1000, hit, 150, "seed 2"); // 5 standard deviations of a binomial
    }
  }

  @Test
  void anIndexOutsideOrNamedTwiceIsRefused() {
    assertThrows(InvalidInputException.class, () -> LabelCorruption.at(2, 2));
    assertThrows(InvalidInputException.class, () -> LabelCorruption.at(2, 0, 0));
  }
}
