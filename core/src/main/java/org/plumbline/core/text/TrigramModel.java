package org.plumbline.core.text;

import static org.plumbline.core.error.Require.require;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A trigram language model with interpolated Kneser-Ney smoothing, as a yardstick of fluency that
 * knows no reward.
 *
 * <p>Chen and Goodman 1999, section 3.1, with one discount for each order, estimated as {@code n1 /
 * (n1 + 2 n2)}. Words that training never saw share the probability that smoothing to the uniform
 * distribution over the vocabulary and one unknown word leaves them; so every sequence has a
 * probability and perplexities of one model are comparable.
 *
 * @param <T> what a token is: words as text, or ids; compared with equals
 */
public final class TrigramModel<T> {
  /** Stands before the first and after the last token. */
  static final Object EDGE = new Object();

  private final Map<List<Object>, Context> trigrams;
  private final Map<Object, Context> bigrams;
  private final Context unigrams;
  private final double[] discounts;

  private TrigramModel(
      Map<List<Object>, Context> trigrams,
      double[] discounts,
      Map<Object, Context> bigrams,
      Context unigrams) {
    this.trigrams = trigrams;
    this.bigrams = bigrams;
    this.unigrams = unigrams;
    this.discounts = discounts;
  }

  /** How often each token followed a context. */
  private static final class Context {
    final Map<Object, Integer> counts = new HashMap<>();
    long total;

    void add(Object token) {
      counts.merge(token, 1, Integer::sum);
      total++;
    }
  }

  /**
   * Learns from sequences, each a sentence or a document.
   *
   * @throws org.plumbline.core.error.InvalidInputException if there is no token at all
   */
  public static <T> TrigramModel<T> train(Iterable<? extends List<T>> sequences) {
    Map<List<Object>, Context> trigrams = new HashMap<>();
    for (List<T> sequence : sequences) {
      Object first = EDGE;
      Object second = EDGE;
      for (int i = 0; i <= sequence.size(); i++) {
        Object token = i < sequence.size() ? sequence.get(i) : EDGE;
        trigrams.computeIfAbsent(List.of(first, second), k -> new Context()).add(token);
        first = second;
        second = token;
      }
    }
    // Kneser-Ney counts lower orders by how many different tokens stand before, not by how often.
    Map<Object, Context> bigrams = new HashMap<>();
    trigrams.forEach(
        (context, next) ->
            next.counts
                .keySet()
                .forEach(
                    token ->
                        bigrams.computeIfAbsent(context.get(1), k -> new Context()).add(token)));
    Context unigrams = new Context();
    bigrams.values().forEach(next -> next.counts.keySet().forEach(unigrams::add));
    require(
        unigrams.counts.size() > 1,
        "a trigram model needs at least one token to learn from (got none)");
    double[] discounts = {
      discount(List.of(unigrams)), discount(bigrams.values()), discount(trigrams.values())
    };
    return new TrigramModel<>(trigrams, discounts, bigrams, unigrams);
  }

  /**
   * Natural logarithm of the probability of a sequence and its end.
   *
   * @return in nats; divide by the number of tokens plus one for the mean
   */
  public double logProbability(List<T> sequence) {
    double sum = 0;
    Object first = EDGE;
    Object second = EDGE;
    for (int i = 0; i <= sequence.size(); i++) {
      Object token = i < sequence.size() ? sequence.get(i) : EDGE;
      sum += Math.log(probability(first, second, token));
      first = second;
      second = token;
    }
    return sum;
  }

  /** Perplexity of a token and of the end of a sequence, over all sequences together. */
  public double perplexity(Iterable<? extends List<T>> sequences) {
    double sum = 0;
    long count = 0;
    for (List<T> sequence : sequences) {
      sum += logProbability(sequence);
      count += sequence.size() + 1;
    }
    require(count > 0, "a perplexity needs at least one sequence (got none)");
    return Math.exp(-sum / count);
  }

  /** Perplexity of one sequence; of an empty one it is that of ending at once. */
  public double perplexity(List<T> sequence) {
    return Math.exp(-logProbability(sequence) / (sequence.size() + 1));
  }

  /** Number of different tokens that training saw. */
  public int vocabulary() {
    return unigrams.counts.size() - (unigrams.counts.containsKey(EDGE) ? 1 : 0);
  }

  /**
   * Probability of a token after two others.
   *
   * @param context the two tokens before it; fewer at the start of a sequence
   */
  public double probability(List<T> context, T token) {
    int size = context.size();
    Object first = size >= 2 ? context.get(size - 2) : EDGE;
    Object second = size >= 1 ? context.get(size - 1) : EDGE;
    return probability(first, second, token);
  }

  double probability(Object first, Object second, Object token) {
    // One place more than there are kinds: all unseen tokens together.
    double uniform = 1.0 / (unigrams.counts.size() + 1);
    double one = interpolate(unigrams, token, discounts[0], uniform);
    Context afterOne = bigrams.get(second);
    double two = afterOne == null ? one : interpolate(afterOne, token, discounts[1], one);
    Context afterTwo = trigrams.get(List.of(first, second));
    return afterTwo == null ? two : interpolate(afterTwo, token, discounts[2], two);
  }

  private static double interpolate(Context context, Object token, double discount, double lower) {
    double count = context.counts.getOrDefault(token, 0);
    double left = discount * context.counts.size() / context.total;
    return Math.max(0, count - discount) / context.total + left * lower;
  }

  /**
   * {@code n1 / (n1 + 2 n2)} of the counts, where n1 occur once and n2 twice; a half where it is
   * undefined.
   */
  private static double discount(Iterable<Context> contexts) {
    long once = 0;
    long twice = 0;
    for (Context context : contexts) {
      for (int count : context.counts.values()) {
        once += count == 1 ? 1 : 0;
        twice += count == 2 ? 1 : 0;
      }
    }
    return once == 0 || twice == 0 ? 0.5 : (double) once / (once + 2 * twice);
  }
}
