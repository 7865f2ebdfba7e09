package org.plumbline.testkit.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.metric.AnswerMatch;
import org.plumbline.core.metric.Bleu;
import org.plumbline.core.metric.BleuCounts;
import org.plumbline.core.metric.Chrf;
import org.plumbline.core.metric.ComparedTexts;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.MetricTable;
import org.plumbline.core.metric.Rouge;
import org.plumbline.core.metric.SacreBleu;
import org.plumbline.core.metric.TextMetric;
import org.plumbline.core.metric.Tokenization;
import org.plumbline.testkit.SeededRandom;

class TextMetricTest {
  private static final MetricName.Choices CHOICES =
      new MetricName.Choices(
          Tokenization.MTEVAL_13A,
          Tokenization.ROUGE,
          Bleu.Smoothing.HALVING,
          AnswerMatch.SQUAD,
          "var");

  private static String text(SeededRandom random) {
    return String.join(
        " ",
        IntStream.range(0, random.integer(0, 9))
            .mapToObj(i -> "w" + random.integer(0, 6) + (random.integer(0, 4) == 0 ? "." : ""))
            .toList());
  }

  private static List<ComparedTexts> corpus(SeededRandom random) {
    List<ComparedTexts> corpus = new ArrayList<>();
    int size = random.integer(1, 12);
    for (int i = 0; i < size; i++) {
      List<String> references = new ArrayList<>(List.of(text(random)));
      if (random.integer(0, 2) == 0) {
        references.add(text(random));
      }
      corpus.add(new ComparedTexts(text(random), references));
    }
    return corpus;
  }

  @Test
  void figuresFromSumsAreThoseOfTheDefinitionsOverTheCorpus() {
    SeededRandom.forAll(
        100,
        random -> {
          List<ComparedTexts> corpus = corpus(random);
          List<TextMetric> metrics =
              List.of(MetricName.SACREBLEU, MetricName.CHRF_PLUS_PLUS, MetricName.ROUGE_L).stream()
                  .map(name -> name.metric(CHOICES))
                  .toList();
          MetricTable table = new MetricTable(metrics, corpus);
          double[] values =
              table.figures().stream()
                  .mapToDouble(f -> f.of().applyAsDouble(table.statistics().total()))
                  .toArray();
          BleuCounts bleu =
              corpus.stream().map(TextMetricTest::bleu).reduce(BleuCounts::plus).orElseThrow();
          assertEquals(SacreBleu.CORPUS.of(bleu), values[0], 1e-9);
          assertEquals(
              corpus.stream()
                  .mapToDouble(each -> SacreBleu.SENTENCE.of(bleu(each)))
                  .average()
                  .orElseThrow(),
              values[1],
              1e-9);
          assertEquals(Chrf.PLUS_PLUS.of(chrf(corpus)), values[2], 1e-9);
          assertEquals(
              corpus.stream().mapToDouble(TextMetricTest::rouge).average().orElseThrow(),
              values[4],
              1e-9);
        });
  }

  private static BleuCounts bleu(ComparedTexts texts) {
    return BleuCounts.of(
        Tokenization.MTEVAL_13A.of(texts.text()),
        texts.references().stream().map(Tokenization.MTEVAL_13A::of).toList());
  }

  private static long[] chrf(List<ComparedTexts> corpus) {
    long[] sums = new long[Chrf.PLUS_PLUS.width()];
    for (ComparedTexts texts : corpus) {
      long[] counts = Chrf.PLUS_PLUS.counts(texts.text(), texts.references());
      Arrays.setAll(sums, k -> sums[k] + counts[k]);
    }
    return sums;
  }

  private static double rouge(ComparedTexts texts) {
    return Rouge.best(
            Rouge::longest,
            Tokenization.ROUGE.of(texts.text()),
            texts.references().stream().map(Tokenization.ROUGE::of).toList())
        .f();
  }

  @Test
  void theLongestSequenceByBitsIsThatOfTheTable() {
    SeededRandom.forAll(
        60,
        random -> {
          List<String> a = tokens(random);
          List<String> b = tokens(random);
          int[][] table = new int[a.size() + 1][b.size() + 1];
          for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
              table[i][j] =
                  a.get(i - 1).equals(b.get(j - 1))
                      ? table[i - 1][j - 1] + 1
                      : Math.max(table[i - 1][j], table[i][j - 1]);
            }
          }
          double recall = b.isEmpty() ? 0 : (double) table[a.size()][b.size()] / b.size();
          assertEquals(recall, Rouge.longest(a, b).recall(), 1e-15);
        });
  }

  /** Up to 200, so that several words of 64 bits are needed. */
  private static List<String> tokens(SeededRandom random) {
    int size = random.integer(0, 200);
    return IntStream.range(0, size).mapToObj(i -> "t" + random.integer(0, 8)).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "北京。, 北京, 100, 100",
    "'在 QPSK 系统中', 在QPSK系统, 0, 88.88888888888889",
    "ＱＰＳＫ, qpsk, 0, 0",
    "'', '。', 100, 100",
    "'上海', '', 0, 0",
    "'3.5 dB', 35dB, 0, 0",
    "'抗噪声', '噪声抗', 0, 100",
  })
  void chineseAnswersAreComparedByCharacters(
      String answer, String reference, double exact, double f1) {
    assertEquals(exact, AnswerMatch.CHINESE.exact(answer, List.of(reference)));
    assertEquals(f1, AnswerMatch.CHINESE.f1(answer, List.of(reference)), 1e-9);
  }

  @Test
  void ofReferencesWithTheSameScoreTheFirstCounts() {
    long[] first = Chrf.USUAL.counts("xyz", List.of("ab"));
    assertArrayEquals(first, Chrf.USUAL.counts("xyz", List.of("ab", "abcdef")));
    assertFalse(Arrays.equals(first, Chrf.USUAL.counts("xyz", List.of("abcdef", "ab"))));
  }

  @Test
  void aWordOfTheTextIsFoundInOneSentenceOfTheReferenceAlone() {
    Rouge.Score score =
        Rouge.longestOfSentences(List.of(List.of("a", "b")), List.of(List.of("a"), List.of("a")));
    assertEquals(0.5, score.recall());
    assertEquals(0.5, score.precision());
  }

  @Test
  void oneMoreIsAddedFromPairsOfWordsOn() {
    BleuCounts counts = bleu(new ComparedTexts("a b", List.of("a c")));
    assertEquals(
        50, new SacreBleu(1, SacreBleu.Smoothing.ADD_K, false).of(counts), 1e-12, "1 of 2 words");
    // Of one pair none matches, so (0 + 1) of (1 + 1); the mean of 1/2 and 1/2.
    assertEquals(50, new SacreBleu(2, SacreBleu.Smoothing.ADD_K, false).of(counts), 1e-12);
  }

  @Test
  void textsWithoutAReferenceAndUnknownNamesAreRefused() {
    assertThrows(InvalidInputException.class, () -> new ComparedTexts("a", List.of()));
    assertThrows(InvalidInputException.class, () -> new MetricTable(List.of(), List.of()));
    assertThrows(InvalidInputException.class, () -> MetricName.parse("bleu"));
    assertThrows(InvalidInputException.class, () -> new Chrf(0, 0, 2));
  }
}
