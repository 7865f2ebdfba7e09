package org.plumbline.core.metric;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
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
    static Score of(int common, int own, int wanted) {
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
    return ngrams(n, NgramMatches.of(text, List.of(reference), n), 0);
  }

  static Score ngrams(int n, NgramMatches found, int reference) {
    return Score.of(found.common(n, reference), found.total(n), found.total(n, reference));
  }

  /** ROUGE-L: the longest sequence of tokens that both have in this order, with gaps. */
  public static Score longest(List<String> text, List<String> reference) {
    return longest(NgramMatches.of(text, List.of(reference), 0), 0);
  }

  static Score longest(NgramMatches found, int reference) {
    int[] text = found.text();
    int[] wanted = found.reference(reference);
    return Score.of(CommonSubsequence.length(wanted, text), text.length, wanted.length);
  }

  /**
   * ROUGE-Lsum: for each sentence of the reference the tokens that lie in a longest common sequence
   * with any sentence of the text, no token more often than both texts have it.
   *
   * @param text sentences
   * @param reference the same
   */
  public static Score longestOfSentences(List<List<String>> text, List<List<String>> reference) {
    TokenNumbers numbers = new TokenNumbers();
    int[][] own = numbers.ofEach(text);
    int[][] wanted = numbers.ofEach(reference);
    int[] left = counts(own, numbers.size());
    int[] wantedLeft = counts(wanted, numbers.size());
    int hits = 0;
    for (int[] sentence : wanted) {
      BitSet union = new BitSet();
      for (int[] each : own) {
        union.or(CommonSubsequence.places(sentence, each));
      }
      for (int i = union.nextSetBit(0); i >= 0; i = union.nextSetBit(i + 1)) {
        int token = sentence[i];
        if (left[token] > 0 && wantedLeft[token] > 0) {
          hits++;
          left[token]--;
          wantedLeft[token]--;
        }
      }
    }
    return Score.of(hits, size(own), size(wanted));
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

  private static int[] counts(int[][] sentences, int tokens) {
    int[] counts = new int[tokens];
    for (int[] sentence : sentences) {
      for (int token : sentence) {
        counts[token]++;
      }
    }
    return counts;
  }

  private static int size(int[][] sentences) {
    return Arrays.stream(sentences).mapToInt(sentence -> sentence.length).sum();
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
