package org.plumbline.core.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.score.PenalisedScorer.Penalty;

class ScoredTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "' has two wheels. It is red.' | ' has two wheels.'",
        "' is red! Yes.' | ' is red!'",
        "' what?! No.' | ' what?!'",
        "' is \"fast.\" He said so.' | ' is \"fast.\"'",
        "' (or so he says.) It is.' | ' (or so he says.)'",
        "' belongs to Mr. Smith. He rides.' | ' belongs to Mr. Smith.'",
        "' costs 3.5 pounds. Cheap.' | ' costs 3.5 pounds.'",
        "' has parts, e.g. a bell. Nice.' | ' has parts, e.g. a bell.'",
        "' is made in the U.S. by hand. Good.' | ' is made in the U.S. by hand.'",
        "' was J. Smith. He rode.' | ' was J. Smith.'",
        "' came with him and I. Then we left.' | ' came with him and I.'",
        "' leaves at 5 p.m. She waits.' | ' leaves at 5 p.m.'",
        "' leaves at 5 p.m. on Mondays. Good.' | ' leaves at 5 p.m. on Mondays.'",
        "' is No. 5 here. Good.' | ' is No. 5 here.'",
        "' ... he said no. Then he left.' | ' ... he said no.'",
        "' is, well... slow. Good.' | ' is, well... slow.'",
        "' is slow... He left.' | ' is slow...'",
        "' was built in 1998. It lasts.' | ' was built in 1998.'",
        "' is at plumb.org today. Good.' | ' is at plumb.org today.'"
      })
  void theTextEndsAfterTheFirstSentenceEndOfTheCompletion(String completion, String scored) {
    ScoredText text = ScoredText.of(new Exchange("A bicycle", completion));
    assertEquals("A bicycle" + scored, text.text());
    assertTrue(text.finished());
    assertFalse(text.empty());
  }

  @Test
  void anEndInThePromptIsNone() {
    ScoredText text = ScoredText.of(new Exchange("It rains. She", " left. He stayed."));
    assertEquals("It rains. She left.", text.text());
  }

  @Test
  void aTitleAtTheEndOfTheTextLeavesItUnfinished() {
    assertFalse(ScoredText.of(new Exchange("She", " met Mr.")).finished());
    assertTrue(ScoredText.of(new Exchange("She", " flew to the U.S.")).finished());
  }

  @Test
  void aNumberThatBeginsALineEndsNothing() {
    ScoredText text = ScoredText.of(new Exchange("Rice:", "\n1. Wash it. 2. Cook it."));
    assertEquals("Rice:\n1. Wash it.", text.text());
  }

  @Test
  void textWithoutAnEndIsUnfinishedAndKeptWhole() {
    ScoredText text = ScoredText.of(new Exchange("A bicycle", " has two wheels and "));
    assertEquals("A bicycle has two wheels and", text.text());
    assertFalse(text.finished());
    assertFalse(text.empty());
  }

  @Test
  void nothingButMarksIsEmptyEvenIfItEnds() {
    assertTrue(ScoredText.of(new Exchange("A bicycle", "")).empty());
    ScoredText stop = ScoredText.of(new Exchange("A bicycle", ". It has wheels."));
    assertTrue(stop.empty());
    assertTrue(stop.finished());
  }

  @Test
  void theScorerSeesTheScoredTextAndNothingElse() {
    List<String> seen = new ArrayList<>();
    Scorer inner =
        exchanges -> {
          exchanges.forEach(e -> seen.add(e.text()));
          return new double[exchanges.size()];
        };
    new PenalisedScorer(inner)
        .score(List.of(new Exchange("A", " b. Buy now!"), new Exchange("C  ", "  ")));
    assertEquals(List.of("A b.", "C  "), seen);
  }

  @Test
  void whatIsEmptyOrUnfinishedPaysThePenalty() {
    List<Exchange> exchanges =
        List.of(
            new Exchange("A", " b."),
            new Exchange("A", " b"),
            new Exchange("A", "."),
            new Exchange("A", ""));
    Scorer five = list -> list.stream().mapToDouble(e -> 5).toArray();
    assertArrayEquals(
        new double[] {5, 3, 3, 3},
        new PenalisedScorer(five, new Penalty.Subtract(2)).score(exchanges));
    assertArrayEquals(
        new double[] {5, -1, -1, -1},
        new PenalisedScorer(five, new Penalty.Replace(-1)).score(exchanges));
    assertThrows(InvalidInputException.class, () -> new Penalty.Subtract(-1));
  }
}
