package org.plumbline.mechanism.sampled;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mechanism over candidates: the initial policy writes some completions of each prompt before
 * anybody reports, and the outcome draws one of them with weight {@code exp(r / lambda)}.
 *
 * <p>It is an affine maximiser over what can be reached by reweighting the candidates, so truth is
 * a dominant strategy and nobody loses by taking part, exactly and for any number of candidates;
 * only welfare is lost when they are few. This is the construction of MOSAIC (Soumalias, Curry and
 * Seuken 2025) with the payments of Sun et al. 2024.
 *
 * @param lambda weight of the KL to the initial policy, in reward a nat
 */
public record CandidateMechanism(double lambda) {

  public CandidateMechanism {
    requireLambda(lambda);
  }

  /**
   * What came out; all but the policy are means over prompts.
   *
   * @param logPolicy log-probability of each candidate, [prompts][candidates]
   * @param values reward of a member of each group, [groups]
   * @param payments what each group pays: exact, not an estimate, [groups]
   * @param standardErrors how far payments would move with other prompts, or with one prompt, other
   *     candidates, [groups]
   * @param low lower ends of 95 % intervals of that, [groups]
   * @param high upper ends, [groups]
   * @param utilities size times value less payment, if the reports are the truth, [groups]
   * @param welfare the sum of size times value, less lambda KL
   * @param kl of the policy to the candidates' uniform distribution, in nats
   */
  public record Outcome(
      double[][] logPolicy,
      double[] values,
      double[] payments,
      double[] standardErrors,
      double[] low,
      double[] high,
      double[] utilities,
      double welfare,
      double kl) {}

  /**
   * Plays the game.
   *
   * @param prompts for each prompt the reward of each candidate for a member of each group,
   *     [groups, candidates]
   * @param sizes of the groups
   * @throws org.plumbline.mechanism.InvalidGameException if rewards or sizes break a rule
   */
  public Outcome play(List<double[][]> prompts, double[] sizes) {
    double[] weights = checkedSizes(sizes);
    unless(!prompts.isEmpty(), "a game over candidates needs at least one prompt (got none)");
    int groups = weights.length;
    double[][] logPolicy = new double[prompts.size()][];
    double[][] payments = new double[groups][prompts.size()];
    double[] errors = new double[groups];
    double[] values = new double[groups];
    double welfare = 0;
    double kl = 0;
    for (int x = 0; x < prompts.size(); x++) {
      double[][] rewards = SampleSet.checked(prompts.get(x));
      unless(
          rewards.length == groups,
          "%d groups have a size, but %d give rewards to prompt %d",
          groups,
          rewards.length,
          x + 1);
      double[][] own = PolicyWeights.exponents(rewards, weights, lambda);
      double[] tilt = PolicyWeights.total(own);
      double[] log = LogWeights.normalised(tilt);
      logPolicy[x] = log;
      welfare += lambda * (LogWeights.logSumExp(tilt) - Math.log(log.length));
      kl += Math.max(0, mean(log, log) + Math.log(log.length));
      for (int i = 0; i < groups; i++) {
        EmpiricalPayment payment = EmpiricalPayment.of(log, own[i], lambda);
        payments[i][x] = payment.payment();
        errors[i] = payment.standardError();
        values[i] += mean(log, rewards[i]) / prompts.size();
      }
    }
    return outcome(
        logPolicy,
        values,
        payments,
        errors,
        weights,
        welfare / prompts.size(),
        kl / prompts.size());
  }

  private static Outcome outcome(
      double[][] logPolicy,
      double[] values,
      double[][] payments,
      double[] errors,
      double[] sizes,
      double welfare,
      double kl) {
    List<Interval> intervals = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      intervals.add(Interval.overPrompts(payments[i], errors[i]));
    }
    double[] utilities = new double[sizes.length];
    Arrays.setAll(utilities, i -> sizes[i] * values[i] - intervals.get(i).mean());
    return new Outcome(
        logPolicy,
        values,
        intervals.stream().mapToDouble(Interval::mean).toArray(),
        intervals.stream().mapToDouble(Interval::standardError).toArray(),
        intervals.stream().mapToDouble(Interval::low).toArray(),
        intervals.stream().mapToDouble(Interval::high).toArray(),
        utilities,
        welfare,
        kl);
  }

  /** The mean of values under probabilities that are given as logarithms. */
  static double mean(double[] log, double[] values) {
    double sum = 0;
    for (int k = 0; k < log.length; k++) {
      sum += Math.exp(log[k]) * values[k];
    }
    return sum;
  }

  static double[] checkedSizes(double[] sizes) {
    unless(sizes.length > 0, "a game needs at least one group (got none)");
    for (int i = 0; i < sizes.length; i++) {
      unless(
          sizes[i] > 0 && Double.isFinite(sizes[i]),
          "the size of a group must be positive (group %d has %s)",
          i + 1,
          sizes[i]);
    }
    return sizes.clone();
  }

  static void requireLambda(double lambda) {
    unless(
        lambda > 0 && Double.isFinite(lambda),
        "lambda, the weight of the KL, must be positive (got %s)",
        lambda);
  }
}
