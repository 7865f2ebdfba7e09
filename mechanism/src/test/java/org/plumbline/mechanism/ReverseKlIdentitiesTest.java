package org.plumbline.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.mechanism.RandomGames.kl;
import static org.plumbline.testkit.CloseAssertions.assertClose;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.audit.AuditOptions;
import org.plumbline.mechanism.audit.IncentiveAudit;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.implementability.TypeGraph;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.MechanismOutcome;
import org.plumbline.mechanism.payment.PaymentBounds;
import org.plumbline.testkit.SeededRandom;

/** Under reverse KL payments, regrets, cycles and losses are lambda times a KL. */
class ReverseKlIdentitiesTest {
  private static final int TRIALS = 300;
  private static final AffineMaximizerPayment PAYMENT = new AffineMaximizerPayment();

  @Test
  void aPaymentIsLambdaKlToThePolicyWithoutTheGroup() {
    forAll(
        (random, game) -> {
          Policy policy = game.rule().train(game.reports());
          for (int i = 0; i < game.reports().size(); i++) {
            Policy without = game.rule().optimumWithout(game.reports(), i).policy();
            double payment = PAYMENT.payment(game.rule(), game.reports(), i);
            close(game, game.lambda() * kl(policy, without), payment);
            Group group = game.reports().group(i);
            double moved = policy.expectation(group.reward()) - without.expectation(group.reward());
            close(game, group.size() * moved, payment + game.lambda() * kl(without, policy));
          }
        });
  }

  @Test
  void aPaymentKeepsItsBounds() {
    forAll(
        (random, game) -> {
          for (int i = 0; i < game.reports().size(); i++) {
            PaymentBounds bounds = PaymentBounds.of(game.rule(), game.reports(), i);
            double rounding = 1e-12 * game.scale();
            assertTrue(bounds.payment() >= 0, () -> "negative: " + bounds);
            assertTrue(bounds.payment() <= bounds.byGain() + rounding, bounds::toString);
            assertTrue(bounds.payment() <= bounds.byRange() * (1 + 1e-12), bounds::toString);
          }
        });
  }

  @Test
  void aSingleGroupPaysForMovingTheModel() {
    SeededRandom.forAll(
        TRIALS,
        random -> {
          Game game = RandomGames.game(random, new ReverseKl());
          while (game.reports().size() > 1) {
            game = new Game(game.rule(), game.reports().without(0));
          }
          Policy policy = game.rule().train(game.reports());
          close(
              game,
              game.lambda() * kl(policy, game.initial()),
              PAYMENT.payment(game.rule(), game.reports(), 0));
        });
  }

  @Test
  void theRegretOfALieIsLambdaKlFromTheLyingToTheTruePolicy() {
    forAll(
        (random, game) -> {
          int i = random.integer(0, game.reports().size() - 1);
          Group truth = game.reports().group(i);
          Group lie = lie(random, game, truth);
          ReportProfile lying = game.reports().withReport(i, lie);
          var mechanism = new Mechanism<>(game.rule(), PAYMENT);
          double regret =
              mechanism.utility(game.reports(), i, truth) - mechanism.utility(lying, i, truth);
          double expected =
              game.lambda() * kl(game.rule().train(lying), game.rule().train(game.reports()));
          close(game, expected, regret);
          var audit = new IncentiveAudit<>(mechanism, AuditOptions.DEFAULT);
          close(game, expected, audit.exactRegret(game.reports(), i, lie).orElseThrow());
        });
  }

  @Test
  void aCycleIsLambdaTimesASumOfKls() {
    forAll(
        (random, game) -> {
          Group own = game.reports().group(0);
          var types = Arrays.asList(own, lie(random, game, own), lie(random, game, own));
          TypeGraph graph = TypeGraph.of(game.rule(), game.reports(), 0, types);
          double expected = 0;
          for (int k = 0; k < 3; k++) {
            Policy reported = game.rule().train(game.reports().withReport(0, types.get(k)));
            Policy next = game.rule().train(game.reports().withReport(0, types.get((k + 1) % 3)));
            expected += game.lambda() * kl(reported, next);
          }
          double scale = 7 * game.reports().members();
          assertClose(
              expected, graph.cycle(List.of(0, 1, 2)).sum(), 1e-11, 1e-12 * scale, " of the cycle");
        });
  }

  @Test
  void aFlatGroupPaysNothingAtAll() {
    forAll(
        (random, game) -> {
          int outcomes = game.reports().outcomes().size();
          double[] flat = new double[outcomes];
          Arrays.fill(
              flat,
              game.reports().normalization() instanceof Normalization.MaxOne ? 1 : 1.0 / outcomes);
          Group group = game.reports().group(0).withReward(Reward.of(flat));
          double payment = PAYMENT.payment(game.rule(), game.reports().withReport(0, group), 0);
          assertEquals(0, payment, 1e-25 * game.lambda());
        });
  }

  @Test
  void underAStrongDivergenceThePaymentIsAVariance() {
    forAll(
        (random, game) -> {
          Game strong = game.with(new ReverseKl(), 1e7);
          Group group = game.reports().group(0);
          double mean = game.initial().expectation(group.reward());
          double variance =
              game.initial().expectation(group.reward().map(r -> (r - mean) * (r - mean)));
          double expected = group.size() * group.size() * variance / 2e7;
          double payment = PAYMENT.payment(strong.rule(), strong.reports(), 0);
          assertClose(expected, payment, 1e-4, 1e-30, " of the payment");
        });
  }

  @Test
  void underAWeakDivergenceItIsTheVickreyClarkeGrovesPayment() {
    forAll(
        (random, game) -> {
          Game weak = game.with(new ReverseKl(), 1e-9);
          AggregateReward all = weak.rule().aggregate(weak.reports());
          int chosen = 0;
          for (int x = 0; x < all.size(); x++) {
            chosen = all.gap(x) == 0 ? x : chosen;
          }
          for (int i = 0; i < weak.reports().size(); i++) {
            double[] others = weak.rule().aggregate(weak.reports().without(i)).values();
            double expected = Arrays.stream(others).max().orElse(0) - others[chosen];
            double payment = PAYMENT.payment(weak.rule(), weak.reports(), i);
            assertClose(expected, payment, 1e-7, 1e-7, " of the payment");
          }
        });
  }

  @Test
  void reportsThatMoveTheAggregateByAConstantChangeNothing() {
    forAll(
        (random, game) -> {
          Group truth = game.reports().group(0);
          long size = truth.size() + random.integer(1, 4);
          boolean largestIsOne = game.reports().normalization() instanceof Normalization.MaxOne;
          double pivot = largestIsOne ? 1 : 1.0 / game.reports().outcomes().size();
          Reward equal =
              truth.reward().map(rm -> (truth.size() * rm + (size - truth.size()) * pivot) / size);
          ReportProfile other = game.reports().withReport(0, new Group(truth.name(), size, equal));
          var mechanism = new Mechanism<>(game.rule(), PAYMENT);
          close(
              game,
              mechanism.utility(game.reports(), 0, truth),
              mechanism.utility(other, 0, truth));
          close(
              game,
              PAYMENT.payment(game.rule(), game.reports(), 0),
              PAYMENT.payment(game.rule(), other, 0));
        });
  }

  @Test
  void logRatioLessRewardIsConstant() {
    forAll(
        (random, game) -> {
          Optimum optimum = game.rule().optimum(game.reports());
          double first = Double.NaN;
          for (int x = 0; x < game.initial().size(); x++) {
            double constant =
                optimum.policy().logProbability(x)
                    - game.initial().logProbability(x)
                    - optimum.reward().at(x) / game.lambda();
            first = x == 0 ? constant : first;
            assertClose(first, constant, 1e-12, 1e-12 * game.scale() / game.lambda(), " at " + x);
          }
        });
  }

  @Test
  void thePlayedGameAddsUp() {
    forAll(
        (random, game) -> {
          MechanismOutcome outcome = new Mechanism<>(game.rule(), PAYMENT).run(game.reports());
          close(game, game.rule().optimum(game.reports()).value(), outcome.affineSocialWelfare());
          close(game, kl(outcome.policy(), game.initial()), outcome.divergence());
          close(game, Arrays.stream(outcome.payments()).sum(), outcome.revenue());
        });
  }

  private static Group lie(SeededRandom random, Game game, Group truth) {
    Reward reward =
        RandomGames.reward(random, game.reports().normalization(), truth.reward().size());
    return new Group(truth.name(), random.integer(1, 8), reward);
  }

  private interface Property {
    void check(SeededRandom random, Game game);
  }

  private static void forAll(Property property) {
    SeededRandom.forAll(
        TRIALS, random -> property.check(random, RandomGames.game(random, new ReverseKl())));
  }

  private static void close(Game game, double expected, double actual) {
    assertClose(expected, actual, 1e-11, 1e-12 * game.scale() * 10, "");
  }
}
