package org.plumbline.mechanism.payment;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.List;
import java.util.OptionalDouble;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * The first approximation of section 6: instead of training without each group, the best checkpoint
 * of the one training for the others' welfare. A group's report moves the checkpoints, so a lie can
 * pay; with the initial policy among them its gain is bounded by {@link #epsilon}.
 *
 * @param fractions of the training at which checkpoints were kept, from 0 (initial) to 1 (trained)
 */
public record CheckpointPivotPayment(List<Double> fractions)
    implements PaymentRule<SocialWelfareMaximizer> {

  public CheckpointPivotPayment {
    fractions = List.copyOf(fractions);
    unless(!fractions.isEmpty(), "a payment by checkpoints needs a checkpoint (got none)");
    fractions.forEach(CheckpointPivotPayment::requireFraction);
  }

  static void requireFraction(double fraction) {
    unless(
        fraction >= 0 && fraction <= 1,
        "a fraction of the training is from 0 to 1 (got %s)",
        fraction);
  }

  @Override
  public String name() {
    return "checkpoint-pivot";
  }

  @Override
  public IncentiveClaim claim() {
    return fractions.contains(0.0)
        ? new IncentiveClaim.Bounded("CheckpointPivotPayment.epsilon")
        : new IncentiveClaim.Broken(
            "without the initial policy among the checkpoints nothing bounds what a lie wins: add"
                + " the fraction 0");
  }

  @Override
  public double payment(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    Optimum trained = rule.optimum(reports);
    OthersWelfare welfare = OthersWelfare.of(rule, reports, group);
    double pivot = pivot(rule, trained, welfare);
    return (pivot - welfare.of(trained.policy())) / rule.weights().of(reports.group(group).name());
  }

  private double pivot(SocialWelfareMaximizer rule, Optimum trained, OthersWelfare welfare) {
    double best = Double.NEGATIVE_INFINITY;
    for (double fraction : fractions) {
      // At 1 the trained policy itself: the payment is then never negative, to the last digit.
      Policy policy =
          fraction == 1
              ? trained.policy()
              : OthersWelfare.along(rule.regularization(), trained.reward(), fraction);
      best = Math.max(best, welfare.of(policy));
    }
    return best;
  }

  /**
   * The most that a group can win by a lie: its pivot less the others' welfare under the initial
   * policy, below which no report can bring it. Empty without the initial policy among the
   * checkpoints.
   */
  public OptionalDouble epsilon(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    if (!fractions.contains(0.0)) {
      return OptionalDouble.empty();
    }
    OthersWelfare welfare = OthersWelfare.of(rule, reports, group);
    double pivot = pivot(rule, rule.optimum(reports), welfare);
    return OptionalDouble.of(
        (pivot - welfare.of(rule.regularization().initial()))
            / rule.weights().of(reports.group(group).name()));
  }
}
