package org.plumbline.core.score;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.function.Function;
import org.plumbline.core.data.Exchange;

/**
 * Lets a scorer see the {@link ScoredText} of each exchange and nothing else, and takes a penalty
 * off what is empty or unfinished.
 *
 * <p>It stands around every reward, proxy and gold alike, so that none of them is asked about
 * another text than the others, and running on without ever ending a sentence pays nowhere.
 */
public final class PenalisedScorer implements Scorer {
  private final Scorer inner;
  private final Penalty penalty;

  /** A scorer that is penalised by the given rule. */
  public PenalisedScorer(Scorer inner, Penalty penalty) {
    this.inner = inner;
    this.penalty = penalty;
  }

  /** A scorer that is penalised by {@link Penalty#DEFAULT}. */
  public PenalisedScorer(Scorer inner) {
    this(inner, Penalty.DEFAULT);
  }

  /** What an empty or unfinished text costs. */
  public sealed interface Penalty {
    /**
     * 1 is subtracted.
     *
     * <p>Subtracting keeps the order among unfinished texts, so that a policy that never finishes
     * still learns to write better ones, and needs no knowledge of the scorer's range; a
     * replacement gives all of them one reward, and so no advantage to any when every sample of a
     * prompt is unfinished. 1 in units of a Bradley-Terry reward is odds of e to 1 against the
     * text.
     */
    Penalty DEFAULT = new Subtract(1);

    /** The reward of a text that deserves the penalty. */
    double apply(double score);

    /**
     * The score less an amount.
     *
     * @param amount in units of the scorer's reward, not negative
     */
    record Subtract(double amount) implements Penalty {
      public Subtract {
        require(
            amount >= 0 && Double.isFinite(amount),
            "the penalty is subtracted, so it must be a number not below 0 (got %s)",
            amount);
      }

      @Override
      public double apply(double score) {
        return score - amount;
      }
    }

    /**
     * A fixed reward instead of the score.
     *
     * @param reward in units of the scorer's reward; below what finished texts get
     */
    record Replace(double reward) implements Penalty {
      public Replace {
        require(
            Double.isFinite(reward),
            "the reward of an unfinished text must be a number (got %s)",
            reward);
      }

      @Override
      public double apply(double score) {
        return reward;
      }
    }
  }

  @Override
  public double[] score(List<Exchange> exchanges) {
    return scores(exchanges, cut -> new double[][] {inner.score(cut)}, penalty)[0];
  }

  /**
   * The same rule for several scorers that work together.
   *
   * @param inner asked once, gives [scorers, exchanges]
   * @return [scorers, exchanges]
   */
  public static double[][] scores(
      List<Exchange> exchanges, Function<List<Exchange>, double[][]> inner, Penalty penalty) {
    List<Exchange> cut = exchanges.stream().map(ScoredText::cut).toList();
    double[][] scores = inner.apply(cut);
    for (int s = 0; s < scores.length; s++) {
      require(
          scores[s].length == exchanges.size(),
          "a scorer gives one score for each exchange (got %d for %d)",
          scores[s].length,
          exchanges.size());
      scores[s] = scores[s].clone();
    }
    for (int i = 0; i < exchanges.size(); i++) {
      ScoredText text = ScoredText.of(exchanges.get(i));
      if (text.empty() || !text.finished()) {
        for (double[] row : scores) {
          row[i] = penalty.apply(row[i]);
        }
      }
    }
    return scores;
  }
}
