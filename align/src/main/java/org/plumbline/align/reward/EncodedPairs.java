package org.plumbline.align.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Preference;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.text.TextEncoder;

/**
 * Preferences as tokens; a text that occurs several times is kept once.
 *
 * @param texts token ids of each text
 * @param chosen number of each pair's chosen text, [pairs]
 * @param rejected number of each pair's rejected text, [pairs]
 * @param margins by how much each chosen score should be above, [pairs]
 * @param numbers where each pair stands in the data as it was given, from 1, [pairs]
 */
@SuppressWarnings("ArrayRecordComponent") // numbers stay primitive; nobody compares these
record EncodedPairs(
    List<int[]> texts, int[] chosen, int[] rejected, double[] margins, int[] numbers) {

  /** Encodes preferences that were given in this order. */
  static EncodedPairs of(List<Preference> preferences, TextEncoder encoder) {
    return of(preferences, IntStream.rangeClosed(1, preferences.size()).toArray(), encoder);
  }

  /** Encodes preferences that were given in another order, with the places that they had there. */
  static EncodedPairs of(List<Preference> preferences, int[] numbers, TextEncoder encoder) {
    Map<String, Integer> known = new HashMap<>();
    List<int[]> texts = new ArrayList<>();
    int[] chosen = new int[preferences.size()];
    int[] rejected = new int[preferences.size()];
    double[] margins = new double[preferences.size()];
    for (int i = 0; i < chosen.length; i++) {
      Preference pair = preferences.get(i);
      chosen[i] =
          text(
              new Exchange(pair.prompt(), pair.chosen()).text(), numbers[i], encoder, known, texts);
      rejected[i] =
          text(
              new Exchange(pair.prompt(), pair.rejected()).text(),
              numbers[i],
              encoder,
              known,
              texts);
      margins[i] = pair.margin().orElse(0);
    }
    return new EncodedPairs(texts, chosen, rejected, margins, numbers);
  }

  private static int text(
      String text, int number, TextEncoder encoder, Map<String, Integer> known, List<int[]> texts) {
    Integer earlier = known.get(text);
    if (earlier != null) {
      return earlier;
    }
    try {
      texts.add(encoder.encode(text).ids());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("preference %d: %s".formatted(number, e.getMessage()), e);
    }
    known.put(text, texts.size() - 1);
    return texts.size() - 1;
  }

  int size() {
    return chosen.length;
  }

  /** Tokens of the longer text of each pair, which decide what a batch costs. */
  int[] lengths() {
    int[] lengths = new int[size()];
    Arrays.setAll(
        lengths, i -> Math.max(texts.get(chosen[i]).length, texts.get(rejected[i]).length));
    return lengths;
  }

  /** Numbers of the chosen texts of these pairs, then of the rejected ones. */
  int[] textsOf(int[] pairs) {
    int[] numbers = new int[2 * pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      numbers[i] = chosen[pairs[i]];
      numbers[pairs.length + i] = rejected[pairs[i]];
    }
    return numbers;
  }

  double[] marginsOf(int[] pairs) {
    return Arrays.stream(pairs).mapToDouble(pair -> margins[pair]).toArray();
  }
}
