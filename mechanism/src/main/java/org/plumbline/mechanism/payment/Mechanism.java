package org.plumbline.mechanism.payment;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * A training rule and a payment rule that fits it (section 2.2). A payment that is wrong for a rule
 * does not compile with it.
 *
 * @param <R> the kind of training rule
 * @param rule psi
 * @param payment p
 */
public record Mechanism<R extends TrainingRule>(R rule, PaymentRule<? super R> payment) {

  /** Plays the game: trains on the reports, and bills. */
  public MechanismOutcome run(ReportProfile reports) {
    Policy policy = rule.train(reports);
    double[] payments = payment.payments(rule, reports);
    List<GroupOutcome> groups = new ArrayList<>();
    for (int i = 0; i < payments.length; i++) {
      groups.add(GroupOutcome.of(reports.group(i), policy, payments[i]));
    }
    return MechanismOutcome.of(
        reports, policy, rule.divergence(reports), rule.regularization().lambda(), groups);
  }

  /**
   * What a group has in the end if it reports what stands in the reports and is in truth another:
   * {@code w v - p}.
   *
   * @param truth the group's true size and reward model
   */
  public double utility(ReportProfile reports, int group, Group truth) {
    return value(reports, truth) - payment.payment(rule, reports, group);
  }

  /** The same without the payment: {@code w v}. */
  public double value(ReportProfile reports, Group truth) {
    return truth.size() * rule.train(reports).expectation(truth.reward());
  }
}
