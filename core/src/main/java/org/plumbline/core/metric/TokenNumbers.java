package org.plumbline.core.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers that stand for the tokens of texts that are compared: equal tokens, equal numbers. */
final class TokenNumbers {
  private final Map<String, Integer> numbers = new HashMap<>();

  int[] of(List<String> tokens) {
    int[] found = new int[tokens.size()];
    int i = 0;
    for (String token : tokens) {
      Integer known = numbers.putIfAbsent(token, numbers.size());
      found[i++] = known == null ? numbers.size() - 1 : known;
    }
    return found;
  }

  int[][] ofEach(List<List<String>> texts) {
    return texts.stream().map(this::of).toArray(int[][]::new);
  }

  /** How many different tokens were seen. */
  int size() {
    return numbers.size();
  }
}
