package org.plumbline.mechanism.payment;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.function.DoubleUnaryOperator;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * The payment as the value less an integral of values, {@code w v - integral over t from 0 to 1 of
 * <pi(others + t w rm), w rm>}: payment equivalence (Theorem 4.5) leaves no other payment that is 0
 * for a group without wishes. It needs policies alone, no welfare, so it checks {@link
 * AffineMaximizerPayment} by another way.
 *
 * @param tolerance absolute, of the integral
 */
public record IntegralPayment(double tolerance) implements PaymentRule<SocialWelfareMaximizer> {
  private static final int DEEPEST = 40;

  /** Gauss-Legendre on -1..1 with 8 points, the positive half. */
  private static final double[] NODES = {
    0.1834346424956498, 0.5255324099163290, 0.7966664774136267, 0.9602898564975363
  };

  private static final double[] SHARES = {
    0.3626837833783620, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763
  };

  /** To 1e-11. */
  public IntegralPayment() {
    this(1e-11);
  }

  public IntegralPayment {
    unless(tolerance > 0, "the tolerance of an integral is above 0 (got %s)", tolerance);
  }

  @Override
  public String name() {
    return "integral";
  }

  @Override
  public IncentiveClaim claim() {
    return new IncentiveClaim.Bounded("twice the tolerance of the integral");
  }

  @Override
  public double payment(SocialWelfareMaximizer rule, ReportProfile reports, int index) {
    Group group = reports.group(index);
    double weight = rule.weight(group);
    AggregateReward others = rule.aggregate(reports.without(index));
    DoubleUnaryOperator value =
        t ->
            weight
                * rule.regularization()
                    .maximize(others.plus(t * weight, group.reward()))
                    .policy()
                    .expectation(group.reward());
    double integral = refine(value, 0, 1, panel(value, 0, 1), DEEPEST, tolerance);
    return (value.applyAsDouble(1) - integral) / rule.weights().of(group.name());
  }

  /** Halves a stretch until its two halves agree with it. */
  private static double refine(
      DoubleUnaryOperator f, double from, double to, double whole, int depth, double tolerance) {
    double middle = (from + to) / 2;
    double left = panel(f, from, middle);
    double right = panel(f, middle, to);
    if (depth == 0 || Math.abs(left + right - whole) <= tolerance) {
      return left + right;
    }
    return refine(f, from, middle, left, depth - 1, tolerance / 2)
        + refine(f, middle, to, right, depth - 1, tolerance / 2);
  }

  private static double panel(DoubleUnaryOperator f, double from, double to) {
    double middle = (from + to) / 2;
    double half = (to - from) / 2;
    double sum = 0;
    for (int i = 0; i < NODES.length; i++) {
      sum +=
          SHARES[i]
              * (f.applyAsDouble(middle - half * NODES[i])
                  + f.applyAsDouble(middle + half * NODES[i]));
    }
    return half * sum;
  }
}
