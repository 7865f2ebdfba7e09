package org.plumbline.distill.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearPairsTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.5, 0.7, 0.9, 1})
  void noPairIsMissed(double similarity) {
    SplittableRandom random = new SplittableRandom(5);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      texts.add(
          i > 5 && i % 2 == 0
              ? changed(texts.get(random.nextInt(i)), random)
              : letters(random, 30));
    }
    List<String> different = new ArrayList<>(new HashSet<>(texts));
    Deduplication.Options options = new Deduplication.Options(2, similarity);
    Set<NearPairs.Pair> expected = new HashSet<>();
    for (int i = 0; i < different.size(); i++) {
      for (int k = i + 1; k < different.size(); k++) {
        double jaccard = Shingles.of(different.get(i), 2).jaccard(Shingles.of(different.get(k), 2));
        if (jaccard >= similarity) {
          expected.add(new NearPairs.Pair(i, k, jaccard));
        }
      }
    }
    assertTrue(similarity == 1 || !expected.isEmpty());
    assertEquals(expected, new HashSet<>(NearPairs.of(different, options)), "seed 5");
  }

  @Test
  void equalTextsArePairedWithTheFirstAndNumbersTellOthersApart() {
    List<NearPairs.Pair> pairs =
        NearPairs.of(
            List.of("What is RAID 0?", "what is raid 0", "What is RAID 1?", "？", "？"),
            Deduplication.Options.DEFAULT);
    assertEquals(List.of(new NearPairs.Pair(0, 1, 1), new NearPairs.Pair(3, 4, 1)), pairs);
  }

  private static String letters(SplittableRandom random, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(8)));
    }
    return text.toString();
  }

  private static String changed(String text, SplittableRandom random) {
    int place = random.nextInt(text.length());
    return text.substring(0, place)
        + letters(random, 1 + random.nextInt(6))
        + text.substring(Math.min(text.length(), place + 2));
  }
}
