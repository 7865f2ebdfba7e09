package org.plumbline.mechanism.payment;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * The largest payment under which the truth is best and nobody loses by taking part: the affine
 * maximizer payment plus the {@link Premium} (Corollary 4.6, whose printed formula primes the wrong
 * term).
 *
 * @param leastSize the smallest size that a group may report
 */
public record RevenueMaximizingPayment(long leastSize)
    implements PaymentRule<SocialWelfareMaximizer> {
  private static final AffineMaximizerPayment AFFINE = new AffineMaximizerPayment();

  /** With groups of one member allowed. */
  public RevenueMaximizingPayment() {
    this(1);
  }

  public RevenueMaximizingPayment {
    unless(leastSize >= 1, "the least size is at least 1 (got %d)", leastSize);
  }

  @Override
  public String name() {
    return "revenue-maximizing";
  }

  @Override
  public IncentiveClaim claim() {
    return new IncentiveClaim.Exact("Corollary 4.6, corrected");
  }

  /** What is added to the payment of one group. */
  public Premium premium(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    return premium(rule, reports, group, rule.aggregate(reports.without(group)));
  }

  private Premium premium(
      SocialWelfareMaximizer rule, ReportProfile reports, int index, AggregateReward others) {
    Group group = reports.group(index);
    unless(
        group.size() >= leastSize,
        "group '%s' reports %d members, fewer than the least size %d that the payment assumes",
        group.name(),
        group.size(),
        leastSize);
    double multiplier = rule.weights().of(group.name());
    Premium premium =
        new LeastUtility(others, rule.regularization(), multiplier * leastSize)
            .over(reports.normalization());
    return premium.dividedBy(multiplier);
  }

  @Override
  public double payment(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    return AFFINE.payment(rule, reports, group) + premium(rule, reports, group).infimum();
  }

  @Override
  public double[] payments(SocialWelfareMaximizer rule, ReportProfile reports) {
    double[] payments = AFFINE.payments(rule, reports);
    List<Premium> premiums = premiums(rule, reports);
    for (int i = 0; i < payments.length; i++) {
      payments[i] += premiums.get(i).infimum();
    }
    return payments;
  }

  /** What is added to each payment, in the order of the groups. */
  public List<Premium> premiums(SocialWelfareMaximizer rule, ReportProfile reports) {
    List<AggregateReward> others = rule.aggregatesWithoutEach(reports);
    List<Premium> premiums = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      premiums.add(premium(rule, reports, i, others.get(i)));
    }
    return premiums;
  }
}
