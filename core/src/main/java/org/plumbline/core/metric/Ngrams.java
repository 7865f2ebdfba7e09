package org.plumbline.core.metric;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each run of n tokens occurs. */
record Ngrams(Map<List<String>, Integer> counts, int total) {

  /** The runs of this length. */
  static Ngrams of(List<String> tokens, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= tokens.size(); i++) {
      counts.merge(tokens.subList(i, i + n), 1, Integer::sum);
    }
    return new Ngrams(counts, Math.max(0, tokens.size() - n + 1));
  }

  /** How many of these are there too, each as often as it occurs in both. */
  int common(Ngrams other) {
    int sum = 0;
    for (Map.Entry<List<String>, Integer> entry : counts.entrySet()) {
      sum += Math.min(entry.getValue(), other.counts.getOrDefault(entry.getKey(), 0));
    }
    return sum;
  }

  /** As {@link #common}, each as often as in the reference that has most of it. */
  int commonWithAny(List<Ngrams> references) {
    int sum = 0;
    for (Map.Entry<List<String>, Integer> entry : counts.entrySet()) {
      int most = 0;
      for (Ngrams reference : references) {
        most = Math.max(most, reference.counts.getOrDefault(entry.getKey(), 0));
      }
      sum += Math.min(entry.getValue(), most);
    }
    return sum;
  }
}
