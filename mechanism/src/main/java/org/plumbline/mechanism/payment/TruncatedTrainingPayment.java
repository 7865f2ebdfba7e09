package org.plumbline.mechanism.payment;

import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.RewardSum;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * The second approximation of section 6: the training without a group stops early. Started from the
 * initial policy it does not depend on the group's report, so the truth stays best, exactly;
 * payments may be negative, and must not be cut off at 0, for that would depend on the report.
 *
 * @param fraction of the training without the group, from 0 to 1
 * @param start where that training begins
 */
public record TruncatedTrainingPayment(double fraction, Start start)
    implements PaymentRule<SocialWelfareMaximizer> {

  /** Where the training without a group begins. */
  public enum Start {
    /** At the initial policy: truthful. */
    INITIAL,
    /** At the policy that was trained with all groups: cheaper, and not truthful. */
    WARM
  }

  public TruncatedTrainingPayment {
    CheckpointPivotPayment.requireFraction(fraction);
  }

  /** From the initial policy. */
  public TruncatedTrainingPayment(double fraction) {
    this(fraction, Start.INITIAL);
  }

  @Override
  public String name() {
    return switch (start) {
      case INITIAL -> "truncated-training";
      case WARM -> "warm-start (not incentive compatible)";
    };
  }

  @Override
  public IncentiveClaim claim() {
    return switch (start) {
      case INITIAL -> new IncentiveClaim.Exact("the pivot does not depend on the group's report");
      case WARM ->
          new IncentiveClaim.Broken(
              "a training that starts from the jointly trained policy starts from the group's own"
                  + " report: start from the initial policy");
    };
  }

  @Override
  public double payment(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    OthersWelfare welfare = OthersWelfare.of(rule, reports, group);
    Policy pivot =
        switch (start) {
          case INITIAL -> OthersWelfare.along(rule.regularization(), welfare.others(), fraction);
          case WARM -> rule.regularization().maximize(between(rule, reports, welfare)).policy();
        };
    return (welfare.of(pivot) - welfare.of(rule.train(reports)))
        / rule.weights().of(reports.group(group).name());
  }

  private AggregateReward between(
      SocialWelfareMaximizer rule, ReportProfile reports, OthersWelfare welfare) {
    Reward joint = rule.aggregate(reports).gaps();
    return new RewardSum(joint.size())
        .add(1 - fraction, joint)
        .add(fraction, welfare.others().gaps())
        .aggregate();
  }
}
