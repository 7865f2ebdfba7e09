package org.plumbline.mechanism.payment;

import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/** ASW_-i: the affine social welfare of all groups but one, of any policy. */
record OthersWelfare(AggregateReward others, Regularization to) {

  static OthersWelfare of(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    return new OthersWelfare(rule.aggregate(reports.without(group)), rule.regularization());
  }

  double of(Policy policy) {
    return others.peak()
        + policy.expectation(others.gaps())
        - to.lambda() * to.divergence().value(policy, to.initial());
  }

  /**
   * The policy after a share of a training for a reward: the optimum under the divergence's weight
   * {@code lambda / fraction}, which under reverse KL is pi0 tilted by that share of the reward.
   */
  static Policy along(Regularization to, AggregateReward reward, double fraction) {
    if (fraction == 0) {
      return to.initial();
    }
    Optimum partly =
        new Regularization(to.divergence(), to.lambda() / fraction, to.initial()).maximize(reward);
    return partly.policy();
  }
}
