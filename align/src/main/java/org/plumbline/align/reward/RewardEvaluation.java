package org.plumbline.align.reward;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plumbline.core.data.Preference;
import org.plumbline.core.math.Moments;
import org.plumbline.core.stats.Agreement;
import org.plumbline.core.stats.Calibration;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.PairAccuracy;

/**
 * How well a reward model orders the pairs of one slice of data.
 *
 * @param slice what the pairs have in common
 * @param accuracy share of pairs whose chosen text has the higher score, with Wilson's 95 %
 *     interval
 * @param margin mean of chosen score less rejected score
 * @param mean of all scores
 * @param standardDeviation of all scores
 * @param calibration of the probabilities from 1/2 on that score differences imply; meaningful for
 *     raw scores
 */
public record RewardEvaluation(
    String slice,
    Estimate accuracy,
    double margin,
    double mean,
    double standardDeviation,
    Calibration calibration) {
  /** Half of them lie below the probability 1/2 and stay empty. */
  private static final int BINS = 20;

  /** Evaluates scores; a pair with equal scores counts as wrong. */
  public static RewardEvaluation of(String slice, PairScores scores) {
    return of(slice, scores, PairAccuracy.Ties.WRONG);
  }

  /**
   * Evaluates scores.
   *
   * @param ties what a pair with equal scores counts
   * @throws org.plumbline.core.error.InvalidInputException if there is no pair
   */
  public static RewardEvaluation of(String slice, PairScores scores, PairAccuracy.Ties ties) {
    require(scores.size() > 0, "the slice '%s' must hold at least one pair (got none)", slice);
    double right = PairAccuracy.of(scores.chosen(), scores.rejected(), ties) * scores.size();
    double[] all = Arrays.copyOf(scores.chosen(), 2 * scores.size());
    System.arraycopy(scores.rejected(), 0, all, scores.size(), scores.size());
    Moments moments = Moments.of(all);
    // Seen from the text with the higher score: with the chosen one always first, the share of
    // preferred ones would be 1 at every probability.
    double[] margins = scores.margins();
    boolean[] preferred = new boolean[margins.length];
    for (int i = 0; i < margins.length; i++) {
      preferred[i] = margins[i] > 0;
      margins[i] = Math.abs(margins[i]);
    }
    return new RewardEvaluation(
        slice,
        Estimate.share(Math.round(right), scores.size()),
        Moments.of(scores.margins()).mean(),
        moments.mean(),
        moments.standardDeviation(1),
        Calibration.of(margins, preferred, BINS));
  }

  /** One evaluation for each group that the data names, by name. */
  public static List<RewardEvaluation> byGroup(List<Preference> pairs, PairScores scores) {
    Map<String, List<Integer>> groups = new TreeMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      groups.computeIfAbsent(pairs.get(i).group(), group -> new ArrayList<>()).add(i);
    }
    return groups.entrySet().stream()
        .filter(entry -> !entry.getKey().isEmpty())
        .map(
            entry ->
                of(
                    entry.getKey(),
                    scores.select(entry.getValue().stream().mapToInt(Integer::intValue).toArray())))
        .toList();
  }

  /** Mean over all pairs of members of the share of pairs that both order alike. */
  public static double agreement(List<PairScores> members) {
    require(members.size() > 1, "agreement needs at least two members (got %d)", members.size());
    double sum = 0;
    int count = 0;
    for (int a = 0; a < members.size(); a++) {
      for (int b = a + 1; b < members.size(); b++) {
        sum += Agreement.share(order(members.get(a)), order(members.get(b)));
        count++;
      }
    }
    return sum / count;
  }

  private static boolean[] order(PairScores scores) {
    boolean[] order = new boolean[scores.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = scores.chosen()[i] > scores.rejected()[i];
    }
    return order;
  }
}
