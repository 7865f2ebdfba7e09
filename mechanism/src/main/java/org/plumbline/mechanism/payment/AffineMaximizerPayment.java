package org.plumbline.mechanism.payment;

import java.util.List;
import java.util.function.IntFunction;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * The externality of a group: the affine social welfare of the others without it, less theirs with
 * it (p^AFF, section 4.1; Theorem 4.2). It equals a Bregman divergence of the optimal welfare,
 * {@code p_i = B_F(r without i, r)}, and is computed as one: it is never negative and keeps its
 * digits.
 */
public final class AffineMaximizerPayment implements PaymentRule<SocialWelfareMaximizer> {

  @Override
  public String name() {
    return "affine-maximizer";
  }

  @Override
  public IncentiveClaim claim() {
    return new IncentiveClaim.Exact("Theorem 4.2");
  }

  @Override
  public double payment(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    return payment(rule, reports, group, rule.optimum(reports), i -> without(rule, reports, i));
  }

  /** All payments, in a time that is linear in groups and in outcomes. */
  @Override
  public double[] payments(SocialWelfareMaximizer rule, ReportProfile reports) {
    Optimum at = rule.optimum(reports);
    double[] payments = new double[reports.size()];
    LazyOthers others = new LazyOthers(rule, reports);
    for (int i = 0; i < payments.length; i++) {
      payments[i] = payment(rule, reports, i, at, others);
    }
    return payments;
  }

  private static double payment(
      SocialWelfareMaximizer rule,
      ReportProfile reports,
      int index,
      Optimum at,
      IntFunction<Optimum> without) {
    Group group = reports.group(index);
    double bregman = at.bregman(rule.weight(group), group.reward(), () -> without.apply(index));
    return bregman / rule.weights().of(group.name()) + 0.0;
  }

  private static Optimum without(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
    return rule.optimumWithout(reports, group);
  }

  /** The problems without each group, made together when the first is asked for. */
  private static final class LazyOthers implements IntFunction<Optimum> {
    private final SocialWelfareMaximizer rule;
    private final ReportProfile reports;
    private List<AggregateReward> aggregates = List.of();

    LazyOthers(SocialWelfareMaximizer rule, ReportProfile reports) {
      this.rule = rule;
      this.reports = reports;
    }

    @Override
    public Optimum apply(int group) {
      if (aggregates.isEmpty()) {
        aggregates = rule.aggregatesWithoutEach(reports);
      }
      return rule.regularization().maximize(aggregates.get(group));
    }
  }
}
