package org.plumbline.mechanism.payment;

import java.util.List;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;

/**
 * What a game came to.
 *
 * @param reports of all groups
 * @param policy that all of them get
 * @param divergence D of the policy from the initial one
 * @param socialWelfare the sum of w v
 * @param affineSocialWelfare the same less lambda D
 * @param groups in their order
 * @param revenue the sum of the payments
 */
public record MechanismOutcome(
    ReportProfile reports,
    Policy policy,
    double divergence,
    double socialWelfare,
    double affineSocialWelfare,
    List<GroupOutcome> groups,
    double revenue) {

  public MechanismOutcome {
    groups = List.copyOf(groups);
  }

  static MechanismOutcome of(
      ReportProfile reports,
      Policy policy,
      double divergence,
      double lambda,
      List<GroupOutcome> groups) {
    double welfare = groups.stream().mapToDouble(GroupOutcome::groupValue).sum();
    double revenue = groups.stream().mapToDouble(GroupOutcome::payment).sum();
    return new MechanismOutcome(
        reports, policy, divergence, welfare, welfare - lambda * divergence, groups, revenue);
  }

  /** The payments, in the order of the groups. */
  public double[] payments() {
    return groups.stream().mapToDouble(GroupOutcome::payment).toArray();
  }

  /** The utilities of groups that reported the truth, in their order. */
  public double[] utilities() {
    return groups.stream().mapToDouble(GroupOutcome::utility).toArray();
  }
}
