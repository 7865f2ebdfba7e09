package org.plumbline.mechanism.training;

import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Regularization;

/** psi: makes one policy from all reports. */
public interface TrainingRule {

  /** As it is written in files: {@code social-welfare}. */
  String name();

  /** What holds the policy to the initial one. */
  Regularization regularization();

  /** The policy that the groups get. */
  Policy train(ReportProfile reports);

  /** D of the trained policy from the initial one. */
  default double divergence(ReportProfile reports) {
    return regularization().divergence().value(train(reports), regularization().initial());
  }
}
