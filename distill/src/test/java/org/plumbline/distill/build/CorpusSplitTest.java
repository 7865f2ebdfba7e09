package org.plumbline.distill.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.dedup.Deduplication;

class CorpusSplitTest {
  private static final Deduplication.Options NEAR = new Deduplication.Options(3, 0.6);
  private static final String WORDS =
      "kernel page frame disk block file packet router process thread queue mutex cache socket";

  /** Questions of random words, some of them others' with a word more; chapters; translations. */
  private static List<CorpusItem> randomCorpus(SplittableRandom random, int size) {
    List<CorpusItem> items = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean copies = i > 0 && random.nextInt(10) == 0;
      String question =
          copies
              ? items.get(random.nextInt(i)).question() + " too"
              : words(random, 5) + " " + i % 7;
      boolean copiesAnswer = i > 0 && random.nextInt(15) == 0;
      String answer =
          copiesAnswer ? items.get(random.nextInt(i)).answer() : words(random, 20) + " " + i;
      List<String> keys = new ArrayList<>(List.of("chapter " + random.nextInt(12)));
      if (random.nextInt(8) == 0) {
        keys = List.of("item " + random.nextInt(20));
      }
      items.add(item("i" + i, question, answer, keys));
    }
    return items;
  }

  private static String words(SplittableRandom random, int count) {
    String[] words = WORDS.split(" ");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(words[random.nextInt(words.length)])
          .append(i % 3 == 0 ? random.nextInt(99) : "")
          .append(' ');
    }
    return text.toString().strip();
  }

  static CorpusItem item(String id, String question, String answer, List<String> keys) {
    return new CorpusItem(
        id,
        question,
        answer,
        "en",
        new Provenance(
            "distilled",
            null,
            "b",
            "c",
            null,
            0,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null),
        keys);
  }

  /** Jaccard of trigrams, counted out. */
  private static double similarity(String one, String other) {
    Set<String> a = trigrams(one);
    Set<String> b = trigrams(other);
    Set<String> common = new HashSet<>(a);
    common.retainAll(b);
    a.addAll(b);
    return a.isEmpty() ? 0 : (double) common.size() / a.size();
  }

  private static Set<String> trigrams(String text) {
    Set<String> trigrams = new HashSet<>();
    for (int i = 0; i + 3 <= text.length(); i++) {
      trigrams.add(text.substring(i, i + 3));
    }
    return trigrams;
  }

  private static String numbers(String text) {
    return Stream.of(text.split("\\D+")).sorted().toList().toString();
  }

  private static boolean near(String one, String other) {
    return one.equals(other)
        || numbers(one).equals(numbers(other)) && similarity(one, other) >= 0.6;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noChapterNoTranslationAndNoNearDuplicateStandsInTwoParts(long seed) {
    String told = "seed " + seed;
    List<CorpusItem> items = randomCorpus(new SplittableRandom(seed), 240);
    CorpusSplit split = CorpusSplit.of(items, Shares.DEFAULT, NEAR, new Seeds(seed));
    int kept = split.parts().values().stream().mapToInt(List::size).sum();
    assertEquals(items.size(), kept + split.dropped().size(), told);
    int compared = 0;
    for (Map.Entry<Part, List<CorpusItem>> one : split.parts().entrySet()) {
      assertFalse(one.getValue().isEmpty(), told);
      for (Map.Entry<Part, List<CorpusItem>> other : split.parts().entrySet()) {
        if (one.getKey().compareTo(other.getKey()) < 0) {
          for (CorpusItem a : one.getValue()) {
            for (CorpusItem b : other.getValue()) {
              compared++;
              assertTrue(a.keys().stream().noneMatch(b.keys()::contains), told + a + b);
              assertFalse(near(a.question(), b.question()), told + a + b);
              assertFalse(near(a.answer(), b.answer()), told + a + b);
            }
          }
        }
      }
    }
    assertTrue(compared > 1000, told);
    assertTrue(kept > 180, told + ": kept " + kept);
  }

  @Test
  void wholeGroupsComeNearToTheSharesAndNothingIsDroppedWhereNothingTiesThem() {
    List<CorpusItem> items = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      items.add(
          item(
              "i" + i,
              words(new SplittableRandom(i), 6) + " q" + i,
              words(new SplittableRandom(1000 + i), 20) + " a" + i,
              List.of("chapter " + i / 10)));
    }
    CorpusSplit split = CorpusSplit.of(items, Shares.DEFAULT, NEAR, new Seeds(3));
    assertEquals(List.of(), split.dropped());
    assertEquals(320, split.part(Part.TRAIN).size());
    assertEquals(40, split.part(Part.VALIDATION).size());
    assertEquals(40, split.part(Part.TEST).size());
  }

  @Test
  void ofAClusterThatTiesTwoChaptersTheLargestPartKeepsItsItems() {
    List<CorpusItem> items = new ArrayList<>();
    for (int i = 0; i < 90; i++) {
      String question =
          i % 9 == 0 ? "What is the kernel, in a few words?" : words(new SplittableRandom(i), 6);
      items.add(
          item(
              "i" + i,
              question,
              words(new SplittableRandom(i + 999), 20),
              List.of("chapter " + i / 9)));
    }
    CorpusSplit split = CorpusSplit.of(items, Shares.DEFAULT, NEAR, new Seeds(3));
    assertEquals(2, split.dropped().size());
    assertEquals(72, split.part(Part.TRAIN).size());
    assertEquals(8, split.part(Part.TEST).size());
  }

  @Test
  void oneChapterCannotBeSplitAndIsAllForTraining() {
    List<CorpusItem> items =
        List.of(
            item("a", "What is a kernel?", "The core of it all, say some.", List.of("chapter 1")),
            item("b", "What is a page?", "A piece of memory of fixed size.", List.of("chapter 1")));
    CorpusSplit split = CorpusSplit.of(items, Shares.DEFAULT, NEAR, new Seeds(1));
    assertEquals(2, split.part(Part.TRAIN).size());
    assertEquals(1, split.groups());
  }

  @Test
  void ofNothingThereAreThreeEmptyParts() {
    CorpusSplit split = CorpusSplit.of(List.of(), Shares.DEFAULT, NEAR, new Seeds(1));
    assertEquals(Set.of(Part.values()), split.parts().keySet());
  }
}
