package org.plumbline.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextStatisticsTest {

  @Test
  void wordsKeepWhatStandsInsideThem() {
    assertEquals(
        List.of("don't", "pay", "3.5", "well-known", "pounds"),
        TextStatistics.words("Don't pay 3.5 well-known pounds!"));
  }

  @Test
  void lengthDigitsAndVarietyAreCounted() {
    TextStatistics text = TextStatistics.of("The 2 cats saw the 17 dogs.");
    assertEquals(27, text.characters());
    assertEquals(7, text.words());
    assertEquals(2 / 7.0, text.numeric(), 1e-15);
    assertEquals(6 / 7.0, text.distinctOne(), 1e-15);
    assertEquals(1, text.distinctTwo());
  }

  @Test
  void theLongestRepeatedRunIsFoundWithItsShare() {
    TextStatistics text = TextStatistics.of("I like it a lot and I like it so");
    assertEquals(6 / 10.0, text.repeated(), 1e-15);
    assertEquals(0, TextStatistics.of("no words come twice").repeated());
  }

  @Test
  void sayingOneWordForEverIsAllRepetition() {
    TextStatistics text = TextStatistics.of("good good good good");
    assertEquals(0.75, text.repetition(), 1e-15);
    assertEquals(1, text.repeated(), 1e-15);
    assertEquals(1 / 3.0, text.distinctTwo(), 1e-15);
  }

  @Test
  void listsAreSeenByTheirLinesAndNotByTheirDashes() {
    assertTrue(TextStatistics.of("Do this:\n- wash\n- cook").list());
    assertTrue(TextStatistics.of("1. Wash it.").list());
    assertTrue(TextStatistics.of("\n  b) cook").list());
    assertFalse(TextStatistics.of("A well - known thing, 1.5 long.").list());
  }

  @Test
  void severalTextsThatSayTheSameHaveLittleVariety() {
    assertEquals(0.5, TextStatistics.distinct(List.of("a b c", "a b c"), 2), 1e-15);
    assertEquals(1, TextStatistics.distinct(List.of("a b", "c d"), 2), 1e-15);
  }

  @Test
  void whatIsCopiedIsTheLongestCommonRunOfCharacters() {
    // " red fox " with its blanks.
    assertEquals(9, TextStatistics.longestCommonSubstring("the red fox ran", "a red fox sat"));
    assertEquals(0, TextStatistics.longestCommonSubstring("abc", ""));
  }

  @Test
  void anEmptyTextHasNumbersAndNoNaN() {
    TextStatistics text = TextStatistics.of("");
    assertEquals(new TextStatistics(0, 0, 1, 1, 1, 0, 0, false, 0), text);
  }
}
