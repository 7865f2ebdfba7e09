package org.plumbline.distill.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.error.InvalidInputException;

class LengthPenaltyTest {

  /** Equation 1 by hand; the last row is Table 2's ERNIE: 0.5 times a mean excess of 2.06. */
  @ParameterizedTest
  @CsvSource({
    "7, 100, 100, 7",
    "7, 50, 100, 7",
    "7, 0, 100, 7",
    "7, 150, 100, 6.75",
    "7, 300, 100, 6",
    "1, 900, 100, -3",
    "8, 306, 100, 6.97"
  })
  void equationOneByHand(double graded, long response, long reference, double score) {
    assertEquals(score, LengthPenalty.PAPER.score(graded, response, reference), 1e-12);
  }

  @Test
  void aReferenceWithoutLengthIsRefused() {
    assertThrows(InvalidInputException.class, () -> LengthPenalty.PAPER.score(7, 10, 0));
    assertThrows(InvalidInputException.class, () -> new LengthPenalty(-1));
  }

  @Test
  void lengthsAreCountedInCodePointsOrWords() {
    assertEquals(4, LengthUnit.CHARACTERS.of(" 软件包\ud83d\ude00\n"));
    assertEquals(5, LengthUnit.WORDS.of("Debian 的软件包"));
    assertEquals(2, LengthUnit.WORDS.of("two words"));
  }
}
