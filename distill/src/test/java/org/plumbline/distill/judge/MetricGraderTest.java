package org.plumbline.distill.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.metric.AnswerMatch;
import org.plumbline.core.metric.Bleu;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.Tokenization;

/** Grades by likeness with a person's answer. */
class MetricGraderTest {
  private static final JudgedAnswer ANSWER =
      new JudgedAnswer("i", "What?", "one two three", "one two");

  private static MetricGrader of(String name) {
    return new MetricGrader(
        MetricName.parse(name)
            .metric(
                new MetricName.Choices(
                    Tokenization.MTEVAL_13A,
                    Tokenization.ROUGE,
                    Bleu.USUAL.smoothing(),
                    AnswerMatch.SQUAD,
                    "1")),
        Scale.TEN);
  }

  @Test
  void theShareIsSpreadOverTheScale() {
    // Precision 1, recall 2/3: F1 is 0.8, and 1 + 9 * 0.8 = 8.2.
    assertEquals(8.2, of("rouge-l").grade(ANSWER).comprehensive().orElseThrow(), 1e-12);
    assertEquals(1, of("rouge-l").grade(ANSWER.withAnswer("four")).comprehensive().orElseThrow());
    assertEquals(8.2, of("token-f1").grade(ANSWER).comprehensive().orElseThrow(), 1e-12);
    assertEquals(0, of("rouge-l").calls());
  }

  @Test
  void aPersonsOwnAnswerHasTheBestGradeByAnyMetric() {
    JudgedAnswer equal = ANSWER.withAnswer(ANSWER.reference());
    for (MetricName name : MetricName.values()) {
      if (name == MetricName.BLEU_4) {
        continue; // No run of four words in three: it is smoothed, not 1.
      }
      assertEquals(
          10, of(name.label()).grade(equal).comprehensive().orElseThrow(), 1e-9, name.label());
    }
  }

  @Test
  void withoutAReferenceThereIsNothingToCompareWith() {
    JudgedAnswer alone = new JudgedAnswer("lonely", "What?", "", "one");
    String message =
        assertThrows(InvalidInputException.class, () -> of("chrf").grade(alone)).getMessage();
    assertTrue(message.contains("'lonely' has none"), message);
  }
}
