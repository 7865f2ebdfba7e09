package org.plumbline.mechanism.audit;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.Premium;
import org.plumbline.mechanism.payment.RevenueMaximizingPayment;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * Whether a truthful payment takes no more than it may, and how much it leaves (Corollary 4.6): by
 * payment equivalence it is the affine one plus an amount that the group's report does not change,
 * and the amount is at most the {@link Premium}.
 */
public final class RevenueAudit {

  private RevenueAudit() {}

  /**
   * Every type of every group would take part.
   *
   * @param revenue of the payments
   * @param largest revenue of any truthful payments under which all types take part
   * @param premiums of the groups, in their order
   */
  public record Certificate(double revenue, double largest, List<Premium> premiums) {
    public Certificate {
      premiums = List.copyOf(premiums);
    }
  }

  /**
   * Some type of a group would lose.
   *
   * @param type which
   * @param utility what it would have, below 0
   */
  public record Loser(Group type, double utility) {}

  /**
   * Compares a mechanism's payments with the largest ones.
   *
   * @param leastSize the smallest size that a group may have
   * @param tolerance that counts as rounding
   */
  public static Verdict<Certificate, Loser> audit(
      Mechanism<SocialWelfareMaximizer> mechanism,
      ReportProfile reports,
      long leastSize,
      double tolerance) {
    SocialWelfareMaximizer rule = mechanism.rule();
    double[] payments = mechanism.payment().payments(rule, reports);
    double[] affine = new AffineMaximizerPayment().payments(rule, reports);
    List<Premium> premiums =
        new ArrayList<>(new RevenueMaximizingPayment(leastSize).premiums(rule, reports));
    double revenue = 0;
    double largest = 0;
    for (int i = 0; i < payments.length; i++) {
      Premium premium = premiums.get(i);
      double left = premium.infimum() - (payments[i] - affine[i]);
      if (left < -tolerance) {
        String name = reports.group(i).name();
        return new Verdict.Refuted<>(
            new Loser(new Group(name, leastSize, premium.binding()), left));
      }
      revenue += payments[i];
      largest += affine[i] + premium.infimum();
    }
    return new Verdict.Certified<>(new Certificate(revenue, largest, premiums));
  }
}
