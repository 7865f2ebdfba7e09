package org.plumbline.mechanism.payment;

import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * Between what an affine maximizer payment and the utility after it must lie.
 *
 * @param payment itself
 * @param byGain {@code w <pi - pi_-i, rm>}: nobody pays more than what the group's presence wins it
 * @param byRange {@code w^2 range^2 / (8 lambda)} under reverse KL, otherwise infinity
 * @param leastUtility {@code w <pi_-i, rm>}, what the group would have had without taking part
 * @param utility {@code w v - p}
 * @param largestUtility {@code w <pi, rm>}
 */
public record PaymentBounds(
    double payment,
    double byGain,
    double byRange,
    double leastUtility,
    double utility,
    double largestUtility) {

  /** Of one group. */
  public static PaymentBounds of(SocialWelfareMaximizer rule, ReportProfile reports, int index) {
    Group group = reports.group(index);
    Optimum at = rule.optimum(reports);
    Optimum without = rule.optimumWithout(reports, index);
    double payment = new AffineMaximizerPayment().payment(rule, reports, index);
    double value = group.size() * at.policy().expectation(group.reward());
    double absent = group.size() * without.policy().expectation(group.reward());
    double spread = rule.weight(group) * (group.reward().largest() - group.reward().least());
    double range =
        rule.regularization().divergence() instanceof ReverseKl
            ? spread
                * spread
                / (8 * rule.regularization().lambda() * rule.weights().of(group.name()))
            : Double.POSITIVE_INFINITY;
    return new PaymentBounds(payment, value - absent, range, absent, value - payment, value);
  }
}
