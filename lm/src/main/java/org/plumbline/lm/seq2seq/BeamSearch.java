package org.plumbline.lm.seq2seq;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.plumbline.lm.generate.LogitsProcessor;
import org.plumbline.lm.model.TokenBatch;
import org.plumbline.lm.tensor.Ops;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;

/**
 * Looks for the most probable texts by following several at once.
 *
 * <p>A text's score is the sum of its log-probabilities over its length, the end among it, to the
 * power of a penalty (Wu et al. 2016, section 7, in the form of Hugging Face's libraries, whose
 * rules of stopping these are). Only candidates among the best {@code beams} may end.
 */
public final class BeamSearch {
  private final Seq2SeqLm model;
  private final Options options;

  /** When the search ends before the longest text is reached. */
  public enum EarlyStopping {
    /** When as many texts have ended as there are beams. */
    WHEN_ALL_ENDED,
    /** When no text that goes on would, at its present length, beat the worst that has ended. */
    WHEN_UNLIKELY_TO_IMPROVE,
    /** When none could, at the greatest length. */
    WHEN_IMPOSSIBLE_TO_IMPROVE
  }

  /**
   * Settings of the search.
   *
   * @param beams how many texts are followed and given back
   * @param most new tokens at most
   * @param endId the id after which a text ends; -1 for none
   * @param lengthPenalty exponent of the length; above 0 longer texts gain
   * @param rules change log-probabilities before each choice, in their order
   */
  public record Options(
      int beams,
      int most,
      int endId,
      EarlyStopping earlyStopping,
      double lengthPenalty,
      List<LogitsProcessor> rules) {
    public Options {
      require(beams > 0, "the number of beams must be positive (got %d)", beams);
      require(most > 0, "the number of new tokens must be positive (got %d)", most);
      require(
          Double.isFinite(lengthPenalty),
          "the length penalty must be a number (got %s)",
          lengthPenalty);
      rules = List.copyOf(rules);
    }
  }

  /**
   * A text that was found.
   *
   * @param ids its tokens, the end among them
   * @param score as above
   */
  public record Hypothesis(int[] ids, double score) {}

  /**
   * A text that goes on.
   *
   * @param ids its tokens, the start among them
   * @param sum of their log-probabilities
   * @param from the beam that it continues
   */
  private record Beam(int[] ids, double sum, int from) {}

  /** A beam, its place among them, and the token that may follow. */
  private record Candidate(Beam beam, int place, int id, double sum) {}

  /** A search with this model. */
  public BeamSearch(Seq2SeqLm model, Options options) {
    this.model = model;
    this.options = options;
  }

  /** The best texts found for one that is read, best first. */
  public List<Hypothesis> of(int[] text) {
    return Scope.inference(
        () -> {
          Tensor encoded = model.encoded(new TokenBatch(List.of(text)));
          try (Decoding decoding = model.decoding(encoded, new int[] {text.length})) {
            return search(decoding);
          }
        });
  }

  private List<Hypothesis> search(Decoding decoding) {
    List<Beam> beams = List.of(new Beam(new int[] {model.startId()}, 0, 0));
    List<Hypothesis> ended = new ArrayList<>();
    boolean improvable = true;
    for (int length = 1; length <= options.most && improvable && !full(ended); length++) {
      List<Candidate> candidates = candidates(beams, decoding);
      List<Beam> next = new ArrayList<>();
      for (int rank = 0; rank < candidates.size(); rank++) {
        Candidate candidate = candidates.get(rank);
        int[] ids = Arrays.copyOf(candidate.beam.ids, length + 1);
        ids[length] = candidate.id;
        if (candidate.id != options.endId && length < options.most) {
          next.add(new Beam(ids, candidate.sum, candidate.place));
        } else if (rank < options.beams) {
          int[] written = Arrays.copyOfRange(ids, 1, ids.length);
          ended.add(new Hypothesis(written, scored(candidate.sum, length)));
        }
      }
      ended.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
      truncate(ended);
      truncate(next);
      beams = next;
      improvable = !beams.isEmpty() && improvable(beams.getFirst().sum, ended, length);
    }
    return List.copyOf(ended);
  }

  private double scored(double sum, int length) {
    return sum / Math.pow(length, options.lengthPenalty);
  }

  private boolean full(List<Hypothesis> ended) {
    return options.earlyStopping == EarlyStopping.WHEN_ALL_ENDED && ended.size() == options.beams;
  }

  private boolean improvable(double bestSum, List<Hypothesis> ended, int length) {
    boolean furthest =
        options.earlyStopping == EarlyStopping.WHEN_IMPOSSIBLE_TO_IMPROVE
            && options.lengthPenalty > 0;
    return ended.size() < options.beams
        || scored(bestSum, furthest ? options.most : length) > ended.getLast().score;
  }

  private void truncate(List<?> list) {
    if (list.size() > options.beams) {
      list.subList(options.beams, list.size()).clear();
    }
  }

  /** The best continuations of all beams, best first: so many that each beam may also end. */
  private List<Candidate> candidates(List<Beam> beams, Decoding decoding) {
    float[][] logProbs = logProbabilities(beams, decoding);
    List<Candidate> best = new ArrayList<>();
    for (int b = 0; b < logProbs.length; b++) {
      Beam beam = beams.get(b);
      for (LogitsProcessor rule : options.rules) {
        rule.process(logProbs[b], beam.ids, 1);
      }
      for (int id = 0; id < logProbs[b].length; id++) {
        double sum = beam.sum + logProbs[b][id];
        if (sum
            > (best.size() < 2 * options.beams ? Double.NEGATIVE_INFINITY : best.getLast().sum)) {
          add(new Candidate(beam, b, id, sum), best);
        }
      }
    }
    return best;
  }

  /** Adds to the best, which stay in order; of two that are equal the earlier one is better. */
  private void add(Candidate candidate, List<Candidate> best) {
    int place = best.size();
    while (place > 0 && best.get(place - 1).sum < candidate.sum) {
      place--;
    }
    best.add(place, candidate);
    if (best.size() > 2 * options.beams) {
      best.removeLast();
    }
  }

  /** Of the next token of each beam, [beams, vocabulary]. */
  private float[][] logProbabilities(List<Beam> beams, Decoding decoding) {
    float[] all =
        Scope.inference(
            () -> {
              decoding.select(beams.stream().mapToInt(Beam::from).toArray());
              Tensor said =
                  decoding.next(
                      beams.stream().mapToInt(beam -> beam.ids[beam.ids.length - 1]).toArray());
              return Ops.logSoftmax(model.logits(said)).toFloats();
            });
    int vocabulary = all.length / beams.size();
    float[][] rows = new float[beams.size()][];
    Arrays.setAll(rows, b -> Arrays.copyOfRange(all, b * vocabulary, (b + 1) * vocabulary));
    return rows;
  }
}
