package org.plumbline.core.metric;

import java.util.Arrays;
import java.util.List;

/**
 * How many runs of 1 to n tokens a text has in common with its references, each as often as it
 * occurs in both.
 *
 * <p>A run of n is numbered by the number of its first n - 1 tokens and its last one, so that each
 * place costs one look into a table whatever n is.
 */
final class NgramMatches {
  private final int[] text;
  private final int[][] references;

  /** [orders, references]. */
  private final int[][] common;

  /** [orders]. */
  private final int[] commonWithAny;

  static NgramMatches of(List<String> text, List<List<String>> references, int orders) {
    TokenNumbers numbers = new TokenNumbers();
    return new NgramMatches(numbers.of(text), numbers.ofEach(references), orders);
  }

  NgramMatches(int[] text, int[][] references, int orders) {
    this.text = text;
    this.references = references;
    common = new int[orders][references.length];
    commonWithAny = new int[orders];
    count(orders);
  }

  int[] text() {
    return text;
  }

  int[] reference(int r) {
    return references[r];
  }

  int references() {
    return references.length;
  }

  /** Runs of the text. */
  int total(int order) {
    return runs(text, order);
  }

  /** Runs of a reference. */
  int total(int order, int reference) {
    return runs(references[reference], order);
  }

  int common(int order, int reference) {
    return common[order - 1][reference];
  }

  /** Each run as often as in the reference that has most of it. */
  int commonWithAny(int order) {
    return commonWithAny[order - 1];
  }

  private static int runs(int[] tokens, int order) {
    return Math.max(0, tokens.length - order + 1);
  }

  private void count(int orders) {
    int all = text.length + Arrays.stream(references).mapToInt(each -> each.length).sum();
    RunTable table = new RunTable(all);
    int[] own = new int[text.length];
    int[][] theirs = new int[references.length][];
    Arrays.setAll(theirs, r -> new int[references[r].length]);
    int[] counts = new int[all];
    int[] counted = new int[all];
    int[] most = new int[all];
    for (int order = 1; order <= orders && total(order) > 0; order++) {
      table.clear();
      Arrays.fill(counts, 0);
      Arrays.fill(most, 0);
      number(text, own, order, table);
      for (int i = 0; i < total(order); i++) {
        counts[own[i]]++;
      }
      for (int r = 0; r < references.length; r++) {
        number(references[r], theirs[r], order, table);
        Arrays.fill(counted, 0);
        count(order, r, theirs[r], counts, counted, most);
      }
    }
  }

  /** Puts in the place of each run's first tokens the number of the run. */
  private static void number(int[] tokens, int[] runs, int order, RunTable table) {
    int count = runs(tokens, order);
    for (int i = 0; i < count; i++) {
      runs[i] = table.number(order == 1 ? 0 : runs[i], tokens[i + order - 1]);
    }
  }

  private void count(int order, int r, int[] runs, int[] own, int[] counted, int[] most) {
    int total = total(order, r);
    int matches = 0;
    for (int i = 0; i < total; i++) {
      int run = runs[i];
      int seen = ++counted[run];
      if (seen <= own[run]) {
        matches++;
        if (seen > most[run]) {
          most[run] = seen;
          commonWithAny[order - 1]++;
        }
      }
    }
    common[order - 1][r] = matches;
  }
}
