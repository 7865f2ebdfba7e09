package org.plumbline.mechanism.payment;

import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * p: what each group pays, all of its members together.
 *
 * @param <R> the training rules for which the payment means something
 */
public interface PaymentRule<R extends TrainingRule> {

  /** As it is written in files: {@code affine-maximizer}. */
  String name();

  /** What is known about lies under this payment. */
  IncentiveClaim claim();

  /** What one group pays. */
  double payment(R rule, ReportProfile reports, int group);

  /** What all groups pay, in their order. */
  default double[] payments(R rule, ReportProfile reports) {
    double[] payments = new double[reports.size()];
    for (int i = 0; i < payments.length; i++) {
      payments[i] = payment(rule, reports, i);
    }
    return payments;
  }
}
