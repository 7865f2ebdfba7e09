package org.plumbline.demo.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.plumbline.core.data.Preference;

class DegeneratePreferencesTest {
  private static final List<Preference> TRAIN = DegeneratePreferences.train().toList();
  private static final List<Preference> TEST = DegeneratePreferences.test().toList();

  @Test
  void thereAreThatManyOfEveryKind() {
    assertEquals(4000, TRAIN.size());
    assertEquals(1000, TEST.size());
    for (Degeneration kind : Degeneration.values()) {
      long count = TEST.stream().filter(pair -> pair.group().equals(kind.label())).count();
      assertTrue(count > 100, kind + ": " + count);
    }
  }

  @Test
  void theChosenTextIsASentenceOfTheCorpusAndTheRejectedOneIsNot() {
    Corpus corpus = Corpus.sample();
    Set<String> train = corpus.train().collect(Collectors.toSet());
    for (Preference pair : TRAIN) {
      assertTrue(train.contains(pair.chosen()), pair.chosen());
      assertFalse(train.contains(pair.rejected()), pair.rejected());
      assertNotEquals(pair.chosen(), pair.rejected());
    }
  }

  @Test
  void testSentencesAreNotAmongTheTrainingOnes() {
    Set<String> train = TRAIN.stream().map(Preference::chosen).collect(Collectors.toSet());
    TEST.forEach(pair -> assertFalse(train.contains(pair.chosen()), pair.chosen()));
  }

  @Test
  void thePairsAreTheSameEveryTime() {
    assertEquals(TEST, DegeneratePreferences.test().toList());
  }

  @Test
  void eachKindSpoilsAsItsNameSays() {
    for (Preference pair : TEST) {
      List<String> sound = words(pair.chosen());
      List<String> spoilt = words(pair.rejected());
      boolean asNamed =
          switch (kind(pair)) {
            case REPEATED_PHRASE, REPEATED_WORD ->
                spoilt.size() > new TreeSet<>(spoilt).size()
                    && new TreeSet<>(sound).containsAll(spoilt);
            case SHUFFLED_WORDS ->
                sound.stream().sorted().toList().equals(spoilt.stream().sorted().toList());
            case GLUED_ENDINGS ->
                sound.size() == spoilt.size() && pair.rejected().length() > pair.chosen().length();
            case CUT_SHORT ->
                spoilt.size() < sound.size() && spoilt.equals(sound.subList(0, spoilt.size()));
          };
      assertTrue(asNamed, pair.toString());
    }
  }

  private static Degeneration kind(Preference pair) {
    return Arrays.stream(Degeneration.values())
        .filter(kind -> kind.label().equals(pair.group()))
        .findFirst()
        .orElseThrow();
  }

  /** In small letters, for the first word's letter may change. */
  private static List<String> words(String text) {
    return List.of(
        text.replaceAll("[.!?][\"')]?$", "").toLowerCase(java.util.Locale.ROOT).split(" ", -1));
  }
}
