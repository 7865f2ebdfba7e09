package org.plumbline.mechanism.audit;

import java.util.List;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.payment.GroupOutcome;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.MechanismOutcome;
import org.plumbline.mechanism.training.TrainingRule;

/** Whether nobody loses by taking part and telling the truth (Definition 2.2), in one game. */
public final class ParticipationAudit {

  private ParticipationAudit() {}

  /**
   * All have at least 0.
   *
   * @param groups their outcomes
   * @param leastUtility of all
   */
  public record Certificate(List<GroupOutcome> groups, double leastUtility) {
    public Certificate {
      groups = List.copyOf(groups);
    }
  }

  /**
   * A group has less than 0.
   *
   * @param group the one with the least
   * @param reason what may have caused it
   */
  public record Loser(GroupOutcome group, String reason) {}

  /**
   * Looks at all utilities.
   *
   * @param tolerance below 0 that counts as rounding
   */
  public static <R extends TrainingRule> Verdict<Certificate, Loser> audit(
      Mechanism<R> mechanism, ReportProfile truth, double tolerance) {
    MechanismOutcome outcome = mechanism.run(truth);
    GroupOutcome worst = outcome.groups().getFirst();
    int index = 0;
    for (int i = 1; i < outcome.groups().size(); i++) {
      if (outcome.groups().get(i).utility() < worst.utility()) {
        worst = outcome.groups().get(i);
        index = i;
      }
    }
    if (worst.utility() >= -tolerance) {
      return new Verdict.Certified<>(new Certificate(outcome.groups(), worst.utility()));
    }
    String reason =
        truth.group(index).reward().least() < 0
            ? "its reward model is negative somewhere: the truth is still its best report, but"
                + " taking part need not pay"
            : "the payment takes more than the group's value";
    return new Verdict.Refuted<>(new Loser(worst, reason));
  }
}
