package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** ROUGE (Lin 2004) as Google's rouge_score defines it, from 0 to 1. */
public final class Rouge {
  private Rouge() {}

  /**
   * Shares of what two texts have in common.
   *
   * @param precision of the text's own
   * @param recall of the reference's
   * @param f their harmonic mean, 0 if both are
   */
  public record Score(double precision, double recall, double f) {
    private static Score of(int common, int own, int wanted) {
      double precision = own == 0 ? 0 : (double) common / own;
      double recall = wanted == 0 ? 0 : (double) common / wanted;
      double sum = precision + recall;
      return new Score(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum);
    }

    /** The mean of each number. */
    public static Score mean(List<Score> scores) {
      return new Score(
          scores.stream().mapToDouble(Score::precision).average().orElse(0),
          scores.stream().mapToDouble(Score::recall).average().orElse(0),
          scores.stream().mapToDouble(Score::f).average().orElse(0));
    }
  }

  /** ROUGE-N: runs of n tokens, each as often as it occurs in both. */
  public static Score ngrams(int n, List<String> text, List<String> reference) {
    Ngrams a = Ngrams.of(text, n);
    Ngrams b = Ngrams.of(reference, n);
    return Score.of(a.common(b), a.total(), b.total());
  }

  /** ROUGE-L: the longest sequence of tokens that both have in this order, with gaps. */
  public static Score longest(List<String> text, List<String> reference) {
    int length = lengths(reference, text)[reference.size()][text.size()];
    return Score.of(length, text.size(), reference.size());
  }

  /**
   * ROUGE-Lsum: for each sentence of the reference the tokens that lie in a longest common sequence
   * with any sentence of the text, no token more often than both texts have it.
   *
   * @param text sentences
   * @param reference the same
   */
  public static Score longestOfSentences(List<List<String>> text, List<List<String>> reference) {
    Map<String, Integer> left = counts(text);
    Map<String, Integer> wanted = counts(reference);
    int hits = 0;
    for (List<String> sentence : reference) {
      BitSet union = new BitSet();
      text.forEach(own -> union.or(places(sentence, own)));
      for (int i = union.nextSetBit(0); i >= 0; i = union.nextSetBit(i + 1)) {
        String token = sentence.get(i);
        if (left.getOrDefault(token, 0) > 0 && wanted.getOrDefault(token, 0) > 0) {
          hits++;
          left.merge(token, -1, Integer::sum);
          wanted.merge(token, -1, Integer::sum);
        }
      }
    }
    return Score.of(hits, size(text), size(reference));
  }

  /**
   * The score against the reference for which F is highest, the first of several.
   *
   * @param score of the text, first, and a reference
   * @param references at least one
   */
  public static <T> Score best(BinaryScore<T> score, T text, List<T> references) {
    require(!references.isEmpty(), "ROUGE needs a reference for each text (got none)");
    return references.stream()
        .map(each -> score.of(text, each))
        .reduce((best, next) -> next.f > best.f ? next : best)
        .orElseThrow();
  }

  /** A score of a text, given first, against a reference. */
  @FunctionalInterface
  public interface BinaryScore<T> {
    Score of(T text, T reference);
  }

  /** Lengths of longest common sequences of the first i and the first j tokens. */
  private static int[][] lengths(List<String> a, List<String> b) {
    int[][] lengths = new int[a.size() + 1][b.size() + 1];
    for (int i = 1; i <= a.size(); i++) {
      for (int j = 1; j <= b.size(); j++) {
        lengths[i][j] =
            a.get(i - 1).equals(b.get(j - 1))
                ? lengths[i - 1][j - 1] + 1
                : Math.max(lengths[i - 1][j], lengths[i][j - 1]);
      }
    }
    return lengths;
  }

  /** Places in a of one longest sequence that it has in common with b. */
  private static BitSet places(List<String> a, List<String> b) {
    int[][] lengths = lengths(a, b);
    BitSet places = new BitSet();
    int i = a.size();
    int j = b.size();
    while (i > 0 && j > 0) {
      if (a.get(i - 1).equals(b.get(j - 1))) {
        places.set(i - 1);
        i--;
        j--;
      } else if (lengths[i][j - 1] > lengths[i - 1][j]) {
        j--;
      } else {
        i--;
      }
    }
    return places;
  }

  private static Map<String, Integer> counts(List<List<String>> sentences) {
    Map<String, Integer> counts = new HashMap<>();
    sentences.forEach(sentence -> sentence.forEach(t -> counts.merge(t, 1, Integer::sum)));
    return counts;
  }

  private static int size(List<List<String>> sentences) {
    return sentences.stream().mapToInt(List::size).sum();
  }

  /** ROUGE's tokens with words of more than 3 letters cut to their stems. */
  public static List<String> stemmed(String text) {
    return Tokenization.ROUGE.of(text).stream()
        .map(word -> word.length() > 3 ? PorterStemmer.stem(word) : word)
        .toList();
  }

  /** The lines of a text as its sentences, cut into tokens. */
  public static List<List<String>> sentences(String text, Function<String, List<String>> tokens) {
    List<List<String>> sentences = new ArrayList<>();
    Arrays.stream(text.split("\n", -1))
        .filter(line -> !line.isEmpty())
        .forEach(line -> sentences.add(tokens.apply(line)));
    return sentences;
  }
}
