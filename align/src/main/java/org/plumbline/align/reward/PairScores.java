package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Preference;
import org.plumbline.core.score.Scorer;

/**
 * What a scorer gives to the two texts of each of some pairs.
 *
 * @param chosen scores of the chosen texts, [pairs]
 * @param rejected scores of the rejected ones, [pairs]
 */
@SuppressWarnings("ArrayRecordComponent") // scores stay primitive; nobody compares these
public record PairScores(double[] chosen, double[] rejected) {

  public PairScores {
    require(
        chosen.length == rejected.length,
        "each pair has two scores (got %d chosen and %d rejected)",
        chosen.length,
        rejected.length);
  }

  /** Scores all pairs in one call, so that texts of similar length share batches. */
  public static PairScores of(Scorer scorer, List<Preference> pairs) {
    return split(scorer.score(texts(pairs)));
  }

  /** The chosen texts of all pairs, then the rejected ones. */
  public static List<Exchange> texts(List<Preference> pairs) {
    List<Exchange> texts = new ArrayList<>(2 * pairs.size());
    pairs.forEach(pair -> texts.add(new Exchange(pair.prompt(), pair.chosen())));
    pairs.forEach(pair -> texts.add(new Exchange(pair.prompt(), pair.rejected())));
    return texts;
  }

  /** The scores of {@link #texts}. */
  public static PairScores split(double[] scores) {
    int pairs = scores.length / 2;
    return new PairScores(
        Arrays.copyOf(scores, pairs), Arrays.copyOfRange(scores, pairs, scores.length));
  }

  public int size() {
    return chosen.length;
  }

  /** Chosen score less rejected score of each pair. */
  public double[] margins() {
    double[] margins = new double[size()];
    Arrays.setAll(margins, i -> chosen[i] - rejected[i]);
    return margins;
  }

  /** The same of some of the pairs. */
  public PairScores select(int... pairs) {
    return new PairScores(
        Arrays.stream(pairs).mapToDouble(i -> chosen[i]).toArray(),
        Arrays.stream(pairs).mapToDouble(i -> rejected[i]).toArray());
  }
}
