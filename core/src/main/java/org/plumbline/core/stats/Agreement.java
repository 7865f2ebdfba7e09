package org.plumbline.core.stats;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.math.Moments;

/** How far judges agree: two by their labels, any number by their scores. */
public final class Agreement {
  private Agreement() {}

  /** The share of items to which both give the same label. */
  public static double share(boolean[] a, boolean[] b) {
    require(
        a.length == b.length && a.length > 0,
        "agreement needs two lists of labels of the same length, at least 1 (got %d and %d)",
        a.length,
        b.length);
    int same = 0;
    for (int i = 0; i < a.length; i++) {
      same += a[i] == b[i] ? 1 : 0;
    }
    return (double) same / a.length;
  }

  /**
   * Cohen's kappa: agreement beyond what the two shares of labels would give by chance.
   *
   * @throws org.plumbline.core.error.InvalidInputException if chance alone would agree on
   *     everything
   */
  public static double kappa(boolean[] a, boolean[] b) {
    double observed = share(a, b);
    double first = trueShare(a);
    double second = trueShare(b);
    double expected = first * second + (1 - first) * (1 - second);
    require(expected < 1, "kappa needs labels that vary: both lists hold one label only");
    return (observed - expected) / (1 - expected);
  }

  /**
   * Cohen's kappa with quadratic weights, of grades: 1 less the mean squared difference, over the
   * one that the two lists would have if they were paired at random (Cohen 1968).
   *
   * <p>The weights are the squared differences themselves, so grades need no table and may be
   * fractions.
   *
   * @throws org.plumbline.core.error.InvalidInputException if both lists hold one and the same
   *     grade only
   */
  public static double quadraticKappa(double[] a, double[] b) {
    require(
        a.length == b.length && a.length > 0,
        "kappa needs two lists of grades of the same length, at least 1 (got %d and %d)",
        a.length,
        b.length);
    Moments first = Moments.of(a);
    Moments second = Moments.of(b);
    double gap = first.mean() - second.mean();
    double expected = first.variance(0) + second.variance(0) + gap * gap;
    require(expected > 0, "kappa needs grades that vary: both lists hold one grade only");
    double observed = 0;
    for (int i = 0; i < a.length; i++) {
      observed += (a[i] - b[i]) * (a[i] - b[i]) / a.length;
    }
    return 1 - observed / expected;
  }

  /**
   * The share of prompts for which two models like the same candidate best, over all pairs of
   * models (Helping or Herding).
   *
   * @param scores {@code [prompts, candidates, models]}; chance gives 1 over the number of
   *     candidates
   */
  public static double top1(double[][][] scores) {
    return overPairs(scores, (a, b) -> argmax(a) == argmax(b) ? 1 : 0);
  }

  /**
   * Mean Spearman correlation of the candidates' scores, over all pairs of models and all prompts.
   *
   * @param scores {@code [prompts, candidates, models]}
   */
  public static double meanSpearman(double[][][] scores) {
    return overPairs(scores, Correlation::spearman);
  }

  private interface PairMeasure {
    double of(double[] a, double[] b);
  }

  private static double overPairs(double[][][] scores, PairMeasure measure) {
    double sum = 0;
    int pairs = 0;
    for (double[][] prompt : scores) {
      for (int first = 0; first < prompt[0].length; first++) {
        for (int second = first + 1; second < prompt[0].length; second++) {
          sum += measure.of(column(prompt, first), column(prompt, second));
          pairs++;
        }
      }
    }
    require(pairs > 0, "agreement of models needs at least one prompt and two models");
    return sum / pairs;
  }

  private static double[] column(double[][] prompt, int model) {
    double[] column = new double[prompt.length];
    for (int candidate = 0; candidate < prompt.length; candidate++) {
      column[candidate] = prompt[candidate][model];
    }
    return column;
  }

  private static int argmax(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static double trueShare(boolean[] labels) {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    return (double) count / labels.length;
  }
}
