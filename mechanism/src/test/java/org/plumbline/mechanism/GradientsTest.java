package org.plumbline.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Gradients;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.AffineWeights;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.SeededRandom;

/** Against differences, where the policy has no kinks. */
class GradientsTest {
  private static final AffineMaximizerPayment PAYMENT = new AffineMaximizerPayment();
  private static final double STEP = 1e-5;

  static Stream<Divergence> smooth() {
    return Stream.of(new ReverseKl(), new ForwardKl());
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void gradientsAgreeWithDifferences(Divergence divergence) {
    SeededRandom.forAll(
        60,
        random -> {
          Game plain = RandomGames.game(random, divergence);
          Game game = new Game(weighted(plain, random), plain.reports());
          Gradients gradients = new Gradients(game.rule(), game.reports());
          int last = game.reports().size() - 1;
          check(game, 0, gradients.paymentByOwnReward(0), r -> PAYMENT.payment(game.rule(), r, 0));
          if (last > 0) {
            check(
                game,
                last,
                gradients.paymentByOtherReward(0, last),
                r -> PAYMENT.payment(game.rule(), r, 0));
          }
          var mechanism = new Mechanism<>(game.rule(), PAYMENT);
          Group truth =
              new Group(
                  "g0",
                  random.integer(1, 5),
                  RandomGames.reward(
                      random, game.reports().normalization(), game.initial().size()));
          check(game, 0, gradients.utilityByReport(0, truth), r -> mechanism.utility(r, 0, truth));
          for (double slope : gradients.utilityByReport(0, game.reports().group(0))) {
            assertEquals(0, slope, "at the truth");
          }
        });
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void aLargerGroupMovesThePolicyByItsDerivative(Divergence divergence) {
    SeededRandom.forAll(
        60,
        random -> {
          // So many members that one more is a small step.
          Game game = RandomGames.game(random, divergence).with(divergence, 1e5);
          Group group = game.reports().group(0).withSize(100_000);
          ReportProfile reports = game.reports().withReport(0, group);
          double[] derivative = new Gradients(game.rule(), reports).policyBySize(0);
          Policy more = game.rule().train(reports.withReport(0, group.withSize(100_001)));
          Policy less = game.rule().train(reports.withReport(0, group.withSize(99_999)));
          for (int x = 0; x < derivative.length; x++) {
            double slope = (more.probability(x) - less.probability(x)) / 2;
            assertEquals(slope, derivative[x], 1e-13, "at " + x);
          }
          assertTrue(derivative.length > 1);
        });
  }

  private static SocialWelfareMaximizer weighted(Game game, SeededRandom random) {
    double weight = random.integer(0, 1) == 0 ? 1 : 2.5;
    return new SocialWelfareMaximizer(
        game.rule().regularization(), new AffineWeights(Map.of("g0", weight), null));
  }

  private static void check(
      Game game, int group, double[] gradient, ToDoubleFunction<ReportProfile> function) {
    Group own = game.reports().group(group);
    for (int x = 0; x < gradient.length; x++) {
      double up = function.applyAsDouble(moved(game, group, own, x, STEP));
      double down = function.applyAsDouble(moved(game, group, own, x, -STEP));
      double allowed = 1e-6 * game.scale() * Math.max(1, 1 / game.lambda() / game.lambda());
      assertEquals((up - down) / (2 * STEP), gradient[x], allowed, "at " + x);
    }
  }

  private static ReportProfile moved(Game game, int group, Group own, int outcome, double step) {
    double[] reward = own.reward().values();
    reward[outcome] += step;
    return game.reports().withTrusted(group, own.withReward(Reward.of(reward)));
  }
}
