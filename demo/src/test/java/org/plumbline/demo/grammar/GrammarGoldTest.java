package org.plumbline.demo.grammar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.InvalidInputException;

class GrammarGoldTest {
  private static final GrammarGold GOLD = new GrammarGold(2); // once: it takes seconds to start

  @BeforeAll
  static void start() {
    GOLD.start();
    GOLD.start(); // a second call changes nothing
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "He goes to school.",
        "A bicycle is a wheeled vehicle that has two wheels.",
        "She opened the door and went out.",
        "An arame is an edible seaweed with a mild flavor.",
        ""
      })
  void aRightSentenceIsFaultless(String text) {
    assertEquals(List.of(), verdict(text).ruleIds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "He go to school.",
        "I has a dog.",
        "This is a fardlewump of things.",
        "She ate an banana.",
        "the cat sat on the mat."
      })
  void aWrongSentenceIsNot(String text) {
    assertFalse(verdict(text).faultless(), text);
  }

  @Test
  void faultsAreCountedForEach100Words() {
    GrammarVerdict verdict = verdict("He go to school.");
    assertEquals(1, verdict.faults());
    assertEquals(4, verdict.words());
    assertEquals(25, verdict.faultsPer100Words());
  }

  @Test
  void bothViewsScorePromptAndCompletionTogetherInOrder() {
    var exchanges =
        List.of(
            new Exchange("He", " go to school."),
            new Exchange("He", " goes to school."),
            new Exchange("He", " go to school."));
    assertArrayEquals(new double[] {0, 1, 0}, GOLD.faultless().score(exchanges));
    assertArrayEquals(new double[] {-25, 0, -25}, GOLD.fewFaults().score(exchanges));
  }

  @Test
  void theLimitsOfTheXmlParserAreAsBefore() {
    assertTrue(verdict("It works.").faultless());
    assertEquals("", System.getProperty("jdk.xml.totalEntitySizeLimit", ""));
  }

  @Test
  void noThreadIsRefused() {
    assertThrows(InvalidInputException.class, () -> new GrammarGold(0));
  }

  private static GrammarVerdict verdict(String text) {
    return GOLD.evaluate(List.of(text)).getFirst();
  }
}
