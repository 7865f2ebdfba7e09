package org.plumbline.mechanism.audit;

import java.util.random.RandomGenerator;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.noise.BoundedNoise;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * How much a lie wins when rewards reach the mechanism with errors of at most epsilon (Theorem
 * 4.9): at most {@code 2 w epsilon}, for lies about the size too.
 */
public final class NoisyIncentiveAudit {

  private NoisyIncentiveAudit() {}

  /**
   * The bound held.
   *
   * @param best the lie that won most
   * @param bound 2 w epsilon
   * @param secondOrder {@code w^2 epsilon^2 / (2 lambda)} under reverse KL, otherwise infinity
   * @param tightness how much of the smaller bound the best lie takes
   * @param leastUtility what the truth may cost at worst: {@code -2 w epsilon}
   */
  public record Certificate(
      Deviation best, double bound, double secondOrder, double tightness, double leastUtility) {}

  /**
   * A lie won more than the bound.
   *
   * @param lie which
   * @param bound that it broke
   */
  public record Excess(Deviation lie, double bound) {}

  /** Looks for the best lie of one group under the noise. */
  public static Verdict<Certificate, Excess> audit(
      SocialWelfareMaximizer rule,
      ReportProfile truth,
      int group,
      BoundedNoise noise,
      AuditOptions options,
      RandomGenerator random) {
    Mechanism<SocialWelfareMaximizer> mechanism =
        new Mechanism<>(rule, new AffineMaximizerPayment());
    Group own = truth.group(group);
    Deviation best =
        new LieSearch(
                own,
                truth.normalization(),
                report -> noise.expectedUtility(mechanism, truth, group, report, own),
                options,
                random)
            .run(LieScope.BOTH)
            .best();
    double bound = 2 * own.size() * noise.epsilon();
    double error = rule.weight(own) * noise.epsilon();
    double secondOrder =
        rule.regularization().divergence() instanceof ReverseKl
            ? error * error / (2 * rule.regularization().lambda() * rule.weights().of(own.name()))
            : Double.POSITIVE_INFINITY;
    double smaller = Math.min(bound, secondOrder);
    double tolerance = new IncentiveAudit<>(mechanism, options).tolerance(truth);
    return best.gain() > smaller + tolerance
        ? new Verdict.Refuted<>(new Excess(best, smaller))
        : new Verdict.Certified<>(
            new Certificate(best, bound, secondOrder, best.gain() / smaller, -bound));
  }
}
