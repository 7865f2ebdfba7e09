package org.plumbline.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

class TrigramModelTest {
  private static final List<List<String>> CORPUS =
      List.of(
          List.of("the", "cat", "sat", "on", "the", "mat"),
          List.of("the", "dog", "sat", "on", "the", "mat"),
          List.of("the", "cat", "saw", "the", "dog"));

  @Test
  void theProbabilitiesAfterAnyContextAddUpToOne() {
    TrigramModel<String> model = TrigramModel.train(CORPUS);
    List<String> vocabulary = List.of("the", "cat", "sat", "on", "mat", "dog", "saw", "never-seen");
    assertEquals(7, model.vocabulary());
    double start = model.endProbability(List.of());
    for (String token : vocabulary) {
      start += model.probability(List.of(), token);
    }
    assertEquals(1, start, 1e-12);
    for (String first : vocabulary) {
      for (String second : vocabulary) {
        double sum = model.endProbability(List.of(first, second));
        for (String token : vocabulary) {
          sum += model.probability(List.of(first, second), token);
        }
        assertEquals(1, sum, 1e-12, first + " " + second);
      }
    }
  }

  @Test
  void aKneserNeyBigramIsWhatThePencilSays() {
    // "a b": contexts (edge, edge) -> a, (edge, a) -> b, (a, b) -> edge; no count is 2, so every
    // discount is a half.
    TrigramModel<String> model = TrigramModel.train(List.of(List.of("a", "b")));
    double uniform = 1 / 4.0; // a, b, the end, and one unknown
    double one = 0.5 / 3 + 0.5 * 3 / 3 * uniform;
    double two = 0.5 / 1 + 0.5 * one;
    assertEquals(0.5 / 1 + 0.5 * two, model.probability(List.of(), "a"), 1e-15);
    double unseen = 0.5 * uniform;
    assertEquals(0.5 * 0.5 * unseen, model.probability(List.of(), "zebra"), 1e-15);
  }

  @Test
  void wordsInOrderAreLikelierThanTheSameWordsShuffled() {
    TrigramModel<String> model = TrigramModel.train(CORPUS);
    double fluent = model.perplexity(List.of("the", "dog", "sat", "on", "the", "mat"));
    double shuffled = model.perplexity(List.of("mat", "the", "on", "the", "sat", "dog"));
    assertTrue(fluent < shuffled / 3, fluent + " and " + shuffled);
  }

  @Test
  void thePerplexityOfUniformNoiseIsTheSizeOfItsVocabulary() {
    SplittableRandom random = new SplittableRandom(12);
    TrigramModel<Integer> model = TrigramModel.train(noise(random, 400));
    assertEquals(20, model.perplexity(noise(random, 100)), 2, "seed 12");
  }

  @Test
  void anEmptyCorpusIsRefused() {
    assertThrows(InvalidInputException.class, () -> TrigramModel.train(List.of(List.of())));
  }

  /** Long sequences of 20 kinds of token, so that their ends hardly count. */
  private static List<List<Integer>> noise(SplittableRandom random, int sequences) {
    List<List<Integer>> noise = new ArrayList<>();
    for (int i = 0; i < sequences; i++) {
      noise.add(random.ints(200, 0, 20).boxed().toList());
    }
    return noise;
  }
}
