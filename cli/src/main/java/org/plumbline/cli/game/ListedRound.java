package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.cli.game.GameOptions.PaymentChoice;
import org.plumbline.cli.game.LedgerRound.Bill;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.cli.game.LedgerRound.Terms;
import org.plumbline.cli.game.RoundArithmetic.Played;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.OutcomeSpace;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.audit.AffineOnly;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.GroupOutcome;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.MechanismOutcome;
import org.plumbline.mechanism.payment.NoPayment;
import org.plumbline.mechanism.payment.PaymentRule;
import org.plumbline.mechanism.payment.RevenueMaximizingPayment;
import org.plumbline.mechanism.reserve.ReservePrices;
import org.plumbline.mechanism.training.EgalitarianMaximizer;
import org.plumbline.mechanism.training.NashWelfareMaximizer;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.mechanism.training.TrainingRule;

/** A round over outcomes that are listed: all is exact. */
final class ListedRound {
  private ListedRound() {}

  static Played play(Terms terms, long seed, List<PromptRow> prompts, List<Report> reports) {
    if (prompts.size() != 1) {
      throw new InvalidInputException(
          "a game over listed outcomes has one table of them (got %d); play again"
              .formatted(prompts.size()));
    }
    ReportProfile profile = profile(terms, prompts.getFirst(), reports);
    TrainingRule rule = rule(terms, prompts.getFirst());
    if (terms.payment() == PaymentChoice.NONE) {
      return played(new Mechanism<>(rule, new NoPayment()).run(profile), profile.size());
    }
    SocialWelfareMaximizer affine =
        AffineOnly.require(rule, profile, new Seeds(seed).stream("types"));
    return reports.stream().anyMatch(report -> report.reserve() > 0)
        ? withReserves(affine, terms, profile, reports)
        : played(new Mechanism<>(affine, payment(terms)).run(profile), profile.size());
  }

  /** The training rule that the terms name. */
  static TrainingRule rule(Terms terms, PromptRow table) {
    double[] initial = table.initial();
    Policy start = initial == null ? Policy.uniform(table.outcomes().size()) : Policy.of(initial);
    Regularization kept = new Regularization(divergence(terms), terms.lambda(), start);
    return switch (terms.rule()) {
      case SOCIAL_WELFARE -> new SocialWelfareMaximizer(kept);
      case NASH_WELFARE -> new NashWelfareMaximizer(kept);
      case EGALITARIAN -> new EgalitarianMaximizer(kept, terms.sharpness());
    };
  }

  /** The payments that the terms name. */
  static PaymentRule<? super SocialWelfareMaximizer> payment(Terms terms) {
    return switch (terms.payment()) {
      case AFFINE_MAXIMIZER -> new AffineMaximizerPayment();
      case REVENUE_MAXIMIZING -> new RevenueMaximizingPayment();
      case NONE -> new NoPayment();
    };
  }

  /** What the groups report, with the members that count. */
  static ReportProfile profile(Terms terms, PromptRow table, List<Report> reports) {
    List<Group> groups =
        reports.stream()
            .map(report -> Group.of(report.name(), report.counted(), report.rewards()[0]))
            .toList();
    return ReportProfile.of(new OutcomeSpace(table.outcomes()), normalization(terms), groups);
  }

  private static Divergence divergence(Terms terms) {
    return switch (terms.divergence()) {
      case REVERSE_KL -> new ReverseKl();
      case FORWARD_KL -> new ForwardKl();
      case CHI_SQUARED -> new ChiSquared();
      case SQUARED_EUCLIDEAN -> new SquaredEuclidean();
    };
  }

  private static Normalization normalization(Terms terms) {
    return switch (terms.normalisation()) {
      case NONE -> new Normalization.Free();
      case SUM -> new Normalization.SumToOne();
      case MAXIMUM -> new Normalization.MaxOne();
    };
  }

  private static Played played(MechanismOutcome outcome, int groups) {
    List<Bill> bills = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      GroupOutcome group = outcome.groups().get(i);
      bills.add(Bill.exact(group.name(), true, group.valuation(), group.size(), group.payment()));
    }
    return new Played(
        new LedgerRound.Outcome(
            new double[][] {outcome.policy().logProbabilities()},
            new int[0],
            outcome.affineSocialWelfare(),
            outcome.divergence()),
        bills);
  }

  private static Played withReserves(
      SocialWelfareMaximizer rule, Terms terms, ReportProfile profile, List<Report> reports) {
    if (terms.payment() != PaymentChoice.AFFINE_MAXIMIZER) {
      throw new InvalidInputException(
          "reserve prices go with payment: affine-maximizer (got %s)"
              .formatted(GameText.word(terms.payment())));
    }
    ReservePrices prices =
        new ReservePrices(reports.stream().mapToDouble(Report::reserve).toArray());
    ReservePrices.Served served = prices.serve(set -> rule.optimum(some(profile, set)).value());
    Optimum optimum = rule.optimum(some(profile, served.groups()));
    List<Bill> bills = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      boolean in = served.groups()[i];
      double value = in ? optimum.policy().expectation(profile.group(i).reward()) : 0;
      long counted = profile.group(i).size();
      double payment = served.payment(i, counted * value);
      bills.add(Bill.exact(reports.get(i).name(), in, value, counted, payment));
    }
    return new Played(
        new LedgerRound.Outcome(
            new double[][] {optimum.policy().logProbabilities()},
            new int[0],
            optimum.value(),
            optimum.divergence()),
        bills);
  }

  private static ReportProfile some(ReportProfile profile, boolean[] set) {
    ReportProfile some = profile;
    for (int i = set.length - 1; i >= 0; i--) {
      if (!set[i]) {
        some = some.without(i);
      }
    }
    return some;
  }
}
