package org.plumbline.mechanism.payment;

import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.training.TrainingRule;

/** Nobody pays: what most of the literature does, and under which exaggerating pays. */
public final class NoPayment implements PaymentRule<TrainingRule> {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public IncentiveClaim claim() {
    return new IncentiveClaim.Broken(
        "without payments a group gains by a more extreme reward model or a larger size (section"
            + " 3.1)");
  }

  @Override
  public double payment(TrainingRule rule, ReportProfile reports, int group) {
    return 0;
  }
}
