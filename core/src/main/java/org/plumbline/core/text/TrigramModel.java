package org.plumbline.core.text;

import static org.plumbline.core.error.Require.require;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A trigram language model with interpolated Kneser-Ney smoothing, as a yardstick of fluency that
 * knows no reward.
 *
 * <p>Chen and Goodman 1999, section 3.1, with one discount for each order, estimated as {@code n1 /
 * (n1 + 2 n2)}. The lowest order is interpolated with the uniform distribution over the vocabulary,
 * the end, and one unknown token that stands for all that training never saw; so every sequence has
 * a probability, and perplexities of one model compare.
 *
 * @param <T> what a token is: words as text, or ids; compared with equals
 */
public final class TrigramModel<T> {
  /** Stands before the first and after the last token. */
  private static final int EDGE = 0;

  private static final int BITS = 21;

  private final Map<T, Integer> ids = new HashMap<>();
  private final Order trigrams = new Order();
  private final Order bigrams = new Order();
  private final Order unigrams = new Order();

  private TrigramModel() {}

  /** How often tokens follow contexts of one length, and what is needed to smooth that. */
  private static final class Order {
    final LongCounts counts = new LongCounts();
    final LongCounts totals = new LongCounts();
    final LongCounts kinds = new LongCounts();
    double discount;

    /** Counts one token after a context; true if it never followed it before. */
    boolean add(long context, int token) {
      totals.increment(context);
      boolean fresh = counts.increment(context << BITS | token) == 1;
      if (fresh) {
        kinds.increment(context);
      }
      return fresh;
    }

    /**
     * {@code n1 / (n1 + 2 n2)}, where n1 counts are 1 and n2 are 2; a half where that is undefined.
     */
    void estimateDiscount() {
      double once = counts.counts().filter(count -> count == 1).count();
      double twice = counts.counts().filter(count -> count == 2).count();
      discount = once == 0 || twice == 0 ? 0.5 : once / (once + 2 * twice);
    }

    double probability(long context, int token, double lower) {
      double total = totals.get(context);
      if (total == 0) {
        return lower;
      }
      double count = token < 0 ? 0 : counts.get(context << BITS | token);
      return Math.max(0, count - discount) / total + discount * kinds.get(context) / total * lower;
    }
  }

  /**
   * Learns from sequences, each a sentence or a document.
   *
   * @throws org.plumbline.core.error.InvalidInputException if there is no token at all, or more
   *     than two million kinds
   */
  public static <T> TrigramModel<T> train(Iterable<? extends List<T>> sequences) {
    TrigramModel<T> model = new TrigramModel<>();
    for (List<T> sequence : sequences) {
      int first = EDGE;
      int second = EDGE;
      for (int i = 0; i <= sequence.size(); i++) {
        int token = i < sequence.size() ? model.learn(sequence.get(i)) : EDGE;
        // Kneser-Ney counts lower orders by how many different tokens stand before, not by how
        // often.
        if (model.trigrams.add(context(first, second), token) && model.bigrams.add(second, token)) {
          model.unigrams.add(0, token);
        }
        first = second;
        second = token;
      }
    }
    require(
        !model.ids.isEmpty(), "a trigram model needs at least one token to learn from (got none)");
    List.of(model.trigrams, model.bigrams, model.unigrams).forEach(Order::estimateDiscount);
    return model;
  }

  /**
   * Natural logarithm of the probability of a sequence and its end.
   *
   * @return in nats; divide by the number of tokens plus one for the mean
   */
  public double logProbability(List<T> sequence) {
    int[] tokens =
        IntStream.concat(sequence.stream().mapToInt(this::id), IntStream.of(EDGE)).toArray();
    double sum = 0;
    int first = EDGE;
    int second = EDGE;
    for (int token : tokens) {
      sum += Math.log(probability(first, second, token));
      first = second;
      second = token;
    }
    return sum;
  }

  /** Perplexity over the tokens and ends of all sequences together. */
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

  /**
   * Probability of a token after others, of which the last two matter.
   *
   * @param context what stands before it in its sequence, from the start
   */
  public double probability(List<T> context, T token) {
    return probability(before(context, 2), before(context, 1), id(token));
  }

  /** Probability that a sequence ends after these tokens. */
  public double endProbability(List<T> context) {
    return probability(before(context, 2), before(context, 1), EDGE);
  }

  /** Number of kinds of token that training saw. */
  public int vocabulary() {
    return ids.size();
  }

  private double probability(int first, int second, int token) {
    double uniform = 1.0 / (ids.size() + 2); // every kind, the end, and all unknown tokens together
    double one = unigrams.probability(0, token, uniform);
    double two = second < 0 ? one : bigrams.probability(second, token, one);
    return first < 0 || second < 0 ? two : trigrams.probability(context(first, second), token, two);
  }

  private int learn(T token) {
    int id = ids.computeIfAbsent(token, t -> ids.size() + 1);
    require(
        id < 1 << BITS,
        "a trigram model can tell %d kinds of token apart, not more",
        (1 << BITS) - 1);
    return id;
  }

  /** The id of a token, -1 if training never saw it. */
  private int id(T token) {
    return ids.getOrDefault(token, -1);
  }

  private int before(List<T> context, int back) {
    return context.size() < back ? EDGE : id(context.get(context.size() - back));
  }

  private static long context(int first, int second) {
    return (long) first << BITS | second;
  }
}
