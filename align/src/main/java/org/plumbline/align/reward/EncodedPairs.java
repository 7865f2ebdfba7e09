package org.plumbline.align.reward;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 */
@SuppressWarnings("ArrayRecordComponent") // numbers stay primitive; nobody compares these
record EncodedPairs(List<int[]> texts, int[] chosen, int[] rejected, double[] margins) {

  static EncodedPairs of(List<Preference> preferences, TextEncoder encoder) {
    Map<String, Integer> numbers = new HashMap<>();
    List<int[]> texts = new ArrayList<>();
    int[] chosen = new int[preferences.size()];
    int[] rejected = new int[preferences.size()];
    double[] margins = new double[preferences.size()];
    for (int i = 0; i < chosen.length; i++) {
      Preference pair = preferences.get(i);
      chosen[i] =
          number(new Exchange(pair.prompt(), pair.chosen()).text(), i, encoder, numbers, texts);
      rejected[i] =
          number(new Exchange(pair.prompt(), pair.rejected()).text(), i, encoder, numbers, texts);
      margins[i] = pair.margin().orElse(0);
    }
    return new EncodedPairs(texts, chosen, rejected, margins);
  }

  private static int number(
      String text, int pair, TextEncoder encoder, Map<String, Integer> numbers, List<int[]> texts) {
    Integer known = numbers.get(text);
    if (known != null) {
      return known;
    }
    try {
      texts.add(encoder.encode(text).ids());
    } catch (InvalidInputException e) {
      throw new InvalidInputException("preference %d: %s".formatted(pair + 1, e.getMessage()), e);
    }
    numbers.put(text, texts.size() - 1);
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
