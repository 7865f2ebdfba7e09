package org.plumbline.mechanism.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.testkit.CloseAssertions.assertClose;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.OutcomeSpace;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.RandomGames;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.IncentiveClaim;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.PaymentRule;
import org.plumbline.mechanism.payment.Premium;
import org.plumbline.mechanism.payment.RevenueMaximizingPayment;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.SeededRandom;

/** Participation, revenue, false names and collusion. */
class MoneyAuditsTest {

  static Stream<Divergence> divergences() {
    return RandomGames.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void nobodyLosesByTakingPartUnlessRewardsAreNegative(Divergence divergence) {
    SeededRandom.forAll(
        60,
        random -> {
          Game game = RandomGames.game(random, divergence);
          var mechanism = new Mechanism<>(game.rule(), new AffineMaximizerPayment());
          double rounding = 1e-11 * game.scale();
          assertInstanceOf(
              Verdict.Certified.class,
              ParticipationAudit.audit(mechanism, game.reports(), rounding));
          Group own = game.reports().group(0);
          ReportProfile negative =
              game.reports().withTrusted(0, own.withReward(own.reward().map(rm -> rm - 5)));
          Verdict.Refuted<?, ?> refuted =
              assertInstanceOf(
                  Verdict.Refuted.class, ParticipationAudit.audit(mechanism, negative, rounding));
          var loser = (ParticipationAudit.Loser) refuted.counterexample();
          assertEquals(own.name(), loser.group().name());
          assertTrue(loser.reason().contains("negative"), loser::toString);
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void thePremiumIsTheLeastTruthfulUtilityOfAnyType(Divergence divergence) {
    boolean closed = divergence instanceof ReverseKl || divergence instanceof SquaredEuclidean;
    SeededRandom.forAll(
        closed ? 60 : 12,
        random -> {
          Game game = RandomGames.game(random, divergence);
          Premium premium = new RevenueMaximizingPayment().premium(game.rule(), game.reports(), 0);
          double rounding = 1e-10 * game.scale();
          assertTrue(premium.infimum() >= premium.lower() - rounding, premium::toString);
          assertTrue(premium.infimum() <= premium.upper() + rounding, premium::toString);
          assertTrue(premium.uncertainty() <= 1e-6, premium::toString);
          double atBinding = utility(game, new Group("g0", 1, premium.binding()));
          assertClose(
              premium.infimum(), atBinding, 0, rounding + premium.uncertainty(), " of the type");
          for (int k = 0; k < 30; k++) {
            Reward reward =
                RandomGames.reward(random, game.reports().normalization(), game.initial().size());
            double utility = utility(game, new Group("g0", random.integer(1, 3), reward));
            assertTrue(utility >= premium.infimum() - rounding, () -> utility + ", " + premium);
          }
        });
  }

  private static double utility(Game game, Group type) {
    ReportProfile reports = game.reports().withReport(0, type);
    Optimum with = game.rule().optimum(reports);
    return with.gain(type.size(), type.reward(), () -> game.rule().optimumWithout(reports, 0));
  }

  @Test
  void waterFillingOnTheWorkedExample() {
    // mechanism.md, section 5
    var rule =
        new SocialWelfareMaximizer(
            new Regularization(new ReverseKl(), 0.25, Policy.of(0.5, 0.3, 0.2)));
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(3),
            new Normalization.SumToOne(),
            List.of(Group.of("a", 1, 0.2, 0.3, 0.5), Group.of("b", 1, 0.7, 0.2, 0.1)));
    Premium premium = new RevenueMaximizingPayment().premium(rule, reports, 0);
    assertClose(0.119479607944085, premium.infimum(), 1e-12, 0, "");
    assertClose(0.399317, premium.binding().at(1), 0, 1e-6, "");
    assertEquals(0, premium.binding().at(0));
  }

  @Test
  void theLargestRevenueIsThatOfTheRevenueMaximizingPayment() {
    SeededRandom.forAll(
        40,
        random -> {
          Game game = RandomGames.game(random, new ReverseKl());
          var affine = revenue(game, new AffineMaximizerPayment());
          var largest = revenue(game, new RevenueMaximizingPayment());
          assertClose(affine.largest(), largest.largest());
          assertClose(largest.largest(), largest.revenue());
          assertTrue(affine.revenue() <= affine.largest());
        });
  }

  private static RevenueAudit.Certificate revenue(
      Game game, PaymentRule<SocialWelfareMaximizer> payment) {
    Verdict.Certified<?, ?> verdict =
        assertInstanceOf(
            Verdict.Certified.class,
            RevenueAudit.audit(new Mechanism<>(game.rule(), payment), game.reports(), 1, 1e-9));
    return (RevenueAudit.Certificate) verdict.certificate();
  }

  @Test
  void aPaymentAboveThePremiumLosesTheBindingType() {
    Game game = RandomGames.game(new SeededRandom(5), new ReverseKl());
    PaymentRule<SocialWelfareMaximizer> greedy =
        new PaymentRule<>() {
          private final RevenueMaximizingPayment largest = new RevenueMaximizingPayment();

          @Override
          public String name() {
            return "greedy";
          }

          @Override
          public IncentiveClaim claim() {
            return new IncentiveClaim.Exact("a constant is added");
          }

          @Override
          public double payment(SocialWelfareMaximizer rule, ReportProfile reports, int group) {
            return largest.payment(rule, reports, group) + 0.01;
          }
        };
    var mechanism = new Mechanism<>(game.rule(), greedy);
    var verdict = RevenueAudit.audit(mechanism, game.reports(), 1, 1e-9);
    Verdict.Refuted<?, ?> refuted = assertInstanceOf(Verdict.Refuted.class, verdict);
    var loser = (RevenueAudit.Loser) refuted.counterexample();
    assertEquals(-0.01, loser.utility(), 1e-9);
    ReportProfile reports = game.reports().withTrusted(0, loser.type());
    assertEquals(-0.01, mechanism.utility(reports, 0, loser.type()), 1e-9);
  }

  @Test
  void aGroupUnderSeveralNamesPaysLess() {
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(4),
            new Normalization.Free(),
            List.of(Group.of("A", 12, 0.7, 0.2, 0.1, 0), Group.of("B", 10, 0, 0.1, 0.3, 0.6)));
    var verdict = FalseNameAudit.audit(mechanism(1, 4), reports, 0, 12, 1e-9);
    Verdict.Refuted<?, ?> refuted = assertInstanceOf(Verdict.Refuted.class, verdict);
    var split = (FalseNameAudit.ProfitableSplit) refuted.counterexample();
    assertEquals(12, split.best().parts());
    assertClose(0.2999945861500739, split.best().totalPayment(), 1e-10, 0, "");
    assertClose(
        split.splits().getFirst().totalPayment() - split.best().totalPayment(), split.gain());
    assertInstanceOf(
        Verdict.Certified.class, FalseNameAudit.audit(mechanism(1, 4), reports, 0, 1, 1e-9));
  }

  @Test
  void groupsThatOverstateTheirSizesTogetherGain() {
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(4),
            new Normalization.SumToOne(),
            List.of(
                Group.of("A", 3, 0.7, 0.3, 0, 0),
                Group.of("B", 3, 0.6, 0.4, 0, 0),
                Group.of("C", 4, 0, 0, 0.5, 0.5)));
    var audit = new CollusionAudit<>(mechanism(1, 4), AuditOptions.DEFAULT);
    var verdict = audit.audit(reports, List.of(0, 1), new SeededRandom(1).generator());
    Verdict.Refuted<?, ?> refuted = assertInstanceOf(Verdict.Refuted.class, verdict);
    var collusion = (CollusionAudit.Collusion) refuted.counterexample();
    // mechanism.md, section 8: both report 10, and have 3.726 instead of 2.144
    assertEquals(2.144, collusion.truthfulUtility(), 1e-3);
    assertTrue(collusion.utility() >= 3.725, collusion::toString);
  }

  @Test
  void groupsThatAgreeOnNothingGainNothingTogether() {
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(2),
            new Normalization.SumToOne(),
            List.of(Group.of("A", 1, 0.5, 0.5), Group.of("B", 1, 0.5, 0.5)));
    // Flat rewards: no policy is better than another, and moving it costs.
    var audit = new CollusionAudit<>(mechanism(1, 2), AuditOptions.DEFAULT);
    assertInstanceOf(
        Verdict.Certified.class,
        audit.audit(reports, List.of(0, 1), new SeededRandom(1).generator()));
  }

  private static Mechanism<SocialWelfareMaximizer> mechanism(double lambda, int outcomes) {
    return new Mechanism<>(
        new SocialWelfareMaximizer(
            new Regularization(new ReverseKl(), lambda, Policy.uniform(outcomes))),
        new AffineMaximizerPayment());
  }
}
