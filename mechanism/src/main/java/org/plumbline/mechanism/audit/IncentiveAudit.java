package org.plumbline.mechanism.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.IncentiveClaim;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * Whether the truth is a group's best report (Definition 2.1), in one game: the reports are taken
 * as the truth, and for each group the best lie is looked for while the others keep theirs.
 *
 * @param <R> the kind of training rule
 * @param mechanism to be audited
 * @param options how hard to look
 */
public record IncentiveAudit<R extends TrainingRule>(Mechanism<R> mechanism, AuditOptions options) {

  /**
   * No lie paid.
   *
   * @param scope what groups lied about
   * @param lies how many were tried, of all groups
   * @param best the lie that won most, one for each group; the gain is within the tolerance
   * @param tolerance what counts as rounding
   * @param claim what is proved of the payment
   */
  public record Certificate(
      LieScope scope, long lies, List<Deviation> best, double tolerance, IncentiveClaim claim) {
    public Certificate {
      best = List.copyOf(best);
    }

    /** The largest gain that any lie had. */
    public double largestGain() {
      return best.stream().mapToDouble(Deviation::gain).max().orElse(0);
    }
  }

  /**
   * A lie paid.
   *
   * @param best the one that won most
   * @param all the best lie of each group to which one pays
   * @param lies how many were tried, of all groups
   */
  public record ProfitableLie(Deviation best, List<Deviation> all, long lies) {
    public ProfitableLie {
      all = List.copyOf(all);
    }
  }

  /** Tries lies of all groups. */
  public Verdict<Certificate, ProfitableLie> audit(
      ReportProfile truth, LieScope scope, RandomGenerator random) {
    List<Deviation> best = new ArrayList<>();
    long lies = 0;
    for (int i = 0; i < truth.size(); i++) {
      LieSearch search = search(truth, i, scope, random);
      best.add(search.best());
      lies += search.tried();
    }
    double tolerance = tolerance(truth);
    List<Deviation> paying = best.stream().filter(lie -> lie.gain() > tolerance).toList();
    return paying.isEmpty()
        ? new Verdict.Certified<>(
            new Certificate(scope, lies, best, tolerance, mechanism.payment().claim()))
        : new Verdict.Refuted<>(new ProfitableLie(largest(paying), paying, lies));
  }

  /** The best lie of one group, whether it pays or not. */
  public Deviation bestLie(ReportProfile truth, int group, LieScope scope, RandomGenerator random) {
    return search(truth, group, scope, random).best();
  }

  private LieSearch search(ReportProfile truth, int group, LieScope scope, RandomGenerator random) {
    Group own = truth.group(group);
    return new LieSearch(
            own,
            truth.normalization(),
            report -> mechanism.utility(truth.withTrusted(group, report), group, own),
            options,
            random)
        .run(scope);
  }

  /** What counts as rounding in a game: the tolerance times the size of its rewards. */
  double tolerance(ReportProfile truth) {
    double largest = 1;
    double sum = 0;
    for (Group group : truth.groups()) {
      double size = Math.max(Math.abs(group.reward().largest()), Math.abs(group.reward().least()));
      sum += group.size() * size;
      largest = Math.max(largest, options.largestSize() * size);
    }
    return options.tolerance() * Math.max(largest, sum);
  }

  private static Deviation largest(List<Deviation> lies) {
    return lies.stream().max(Comparator.comparingDouble(Deviation::gain)).orElseThrow();
  }

  /**
   * What a lie costs under the affine maximizer payment, computed as one Bregman divergence and so
   * not negative: this is Theorem 4.2. Empty for other mechanisms.
   */
  public OptionalDouble exactRegret(ReportProfile truth, int group, Group report) {
    if (mechanism.rule() instanceof SocialWelfareMaximizer rule
        && mechanism.payment() instanceof AffineMaximizerPayment) {
      Group own = truth.group(group);
      Reward change = report.reward().minus(rule.weight(report), own.reward(), rule.weight(own));
      Optimum lying = rule.optimum(truth.withTrusted(group, report));
      double bregman = lying.bregman(1, change, () -> rule.optimum(truth));
      return OptionalDouble.of(bregman / rule.weights().of(own.name()));
    }
    return OptionalDouble.empty();
  }
}
