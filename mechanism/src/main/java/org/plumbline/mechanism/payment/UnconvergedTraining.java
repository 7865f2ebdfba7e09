package org.plumbline.mechanism.payment;

import static org.plumbline.mechanism.InvalidGameException.unless;

import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.RewardSum;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * What groups pay if the joint training stops early, while the policies without each group are
 * trained to the end: the case that section 6 does not treat.
 *
 * <p>What the joint policy lacks of the best welfare is its {@link #gap}. Every group pays all of
 * it, so that n groups pay it n times; no lie wins more than it, one does win all of it, and taking
 * part costs a group at most that.
 *
 * @param fraction of the joint training that was done, from 0 to 1
 */
public record UnconvergedTraining(double fraction) {
  public UnconvergedTraining {
    CheckpointPivotPayment.requireFraction(fraction);
  }

  /**
   * What a group comes to.
   *
   * @param payment that it is asked for; never below 0
   * @param utility its value less the payment
   * @param exactPayment the same if the joint training had come to its end
   * @param exactUtility the same; larger than the utility by the gap
   */
  public record Account(double payment, double utility, double exactPayment, double exactUtility) {}

  /** The policy where the training stopped. */
  public Policy policy(SocialWelfareMaximizer rule, ReportProfile reports) {
    return stopped(rule, rule.aggregate(reports)).policy();
  }

  /**
   * What that policy lacks of the best affine social welfare, under reverse KL {@code lambda
   * KL(stopped || best)}; summed from terms that are not negative.
   */
  public double gap(SocialWelfareMaximizer rule, ReportProfile reports) {
    AggregateReward whole = rule.aggregate(reports);
    return stopped(rule, whole)
        .bregman(fraction - 1, whole.gaps(), () -> rule.regularization().maximize(whole));
  }

  /** The account of one group if all reports are true. */
  public Account account(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    Group own = reports.group(group);
    double payment = payment(rule, reports, group);
    double exact = new AffineMaximizerPayment().payment(rule, reports, group);
    return new Account(
        payment,
        own.size() * policy(rule, reports).expectation(own.reward()) - payment,
        exact,
        own.size() * rule.train(reports).expectation(own.reward()) - exact);
  }

  /** What a group with these true wishes wins by another report; at most the gap. */
  public double gain(
      SocialWelfareMaximizer rule, ReportProfile truth, int group, ReportProfile lie) {
    Group own = truth.group(group);
    double honest =
        own.size() * policy(rule, truth).expectation(own.reward()) - payment(rule, truth, group);
    double lying =
        own.size() * policy(rule, lie).expectation(own.reward()) - payment(rule, lie, group);
    return lying - honest;
  }

  /**
   * The report of a group that wins the whole gap: so exaggerated that the stopped training ends
   * where a whole one would have ended by the truth. It keeps to no normalisation.
   */
  public Reward bestLie(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    unless(fraction > 0, "a training that did not begin is moved by no report (got fraction 0)");
    Reward whole = rule.aggregate(reports).gaps();
    Reward others = rule.aggregate(reports.without(group)).gaps();
    double weight = rule.weight(reports.group(group));
    return whole.minus(1 / (fraction * weight), others, 1 / weight);
  }

  private double payment(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    OthersWelfare welfare = OthersWelfare.of(rule, reports, group);
    Policy without = rule.regularization().maximize(welfare.others()).policy();
    return (welfare.of(without) - welfare.of(policy(rule, reports)))
        / rule.weights().of(reports.group(group).name());
  }

  private Optimum stopped(SocialWelfareMaximizer rule, AggregateReward whole) {
    return rule.regularization()
        .maximize(new RewardSum(whole.size()).add(fraction, whole.gaps()).aggregate());
  }
}
