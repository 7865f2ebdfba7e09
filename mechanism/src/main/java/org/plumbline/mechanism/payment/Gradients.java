package org.plumbline.mechanism.payment;

import java.util.Arrays;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * How the policy, the affine maximizer payments and a liar's utility answer to small changes of
 * reports, for every divergence; with {@code J = d pi / d r} of {@link Optimum#derivative}. Where
 * the set of possible outcomes changes (L2, chi-squared) it is one of the one-sided derivatives.
 *
 * @param rule psi
 * @param reports at which the derivatives are taken
 */
public record Gradients(SocialWelfareMaximizer rule, ReportProfile reports) {

  /** {@code d pi / d w_i = J rm_i}, per member. */
  public double[] policyBySize(int group) {
    return scaled(multiplier(group), at().derivative(reward(group).values()));
  }

  /** {@code d p_i / d rm_i = w_i J (w_i rm_i)}. */
  public double[] paymentByOwnReward(int group) {
    double weight = rule.weight(reports.group(group));
    double[] wish = scaled(weight, reward(group).values());
    return scaled(weight / multiplier(group), at().derivative(wish));
  }

  /** {@code d p_i / d rm_j = w_j (pi_-i - pi + J w_i rm_i)}, for another group j. */
  public double[] paymentByOtherReward(int group, int other) {
    double weight = rule.weight(reports.group(other));
    Optimum at = at();
    Policy without = rule.optimumWithout(reports, group).policy();
    double[] wish = scaled(rule.weight(reports.group(group)), reward(group).values());
    double[] answer = at.derivative(wish);
    double[] gradient = new double[answer.length];
    Arrays.setAll(
        gradient,
        x ->
            weight
                * (without.probability(x) - at.policy().probability(x) + answer[x])
                / multiplier(group));
    return gradient;
  }

  /**
   * {@code d U / d rm' = w' J (w_i rm_i - w' rm')}: how the utility of a group of the given truth
   * answers to the reward that it reports, which is 0 at the truth.
   */
  public double[] utilityByReport(int group, Group truth) {
    Group report = reports.group(group);
    double[] missing =
        truth.reward().minus(rule.weight(truth), report.reward(), rule.weight(report)).values();
    return scaled(rule.weight(report) / multiplier(group), at().derivative(missing));
  }

  private Optimum at() {
    return rule.optimum(reports);
  }

  private Reward reward(int group) {
    return reports.group(group).reward();
  }

  private double multiplier(int group) {
    return rule.weights().of(reports.group(group).name());
  }

  private static double[] scaled(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }
}
