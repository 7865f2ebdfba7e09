package org.plumbline.mechanism;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.testkit.CloseAssertions.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.IntegralPayment;
import org.plumbline.mechanism.payment.PaymentBounds;
import org.plumbline.mechanism.training.AffineWeights;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.SeededRandom;

/** What holds for every divergence with one optimum. */
class WelfareMaximizerTest {
  private static final int TRIALS = 120;
  private static final AffineMaximizerPayment PAYMENT = new AffineMaximizerPayment();

  static Stream<Divergence> divergences() {
    return RandomGames.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void noOtherPolicyHasMoreWelfare(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          Optimum optimum = game.rule().optimum(game.reports());
          assertClose(1, Arrays.stream(optimum.policy().probabilities()).sum(), 0, 1e-12, "");
          close(game, welfare(game, optimum, optimum.policy()), optimum.value());
          for (int k = 0; k < 10; k++) {
            Policy far = RandomGames.policy(random, game.initial().size());
            double share = Math.pow(10, -k / 2.0);
            double[] mixed = new double[far.size()];
            Arrays.setAll(
                mixed,
                x -> (1 - share) * optimum.policy().probability(x) + share * far.probability(x));
            double welfare = welfare(game, optimum, Policy.of(mixed));
            assertTrue(
                welfare <= optimum.value() + 1e-11 * game.scale(),
                () -> welfare + " is above " + optimum.value());
          }
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void thePaymentIsTheExternality(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          Optimum all = game.rule().optimum(game.reports());
          double[] payments = PAYMENT.payments(game.rule(), game.reports());
          for (int i = 0; i < payments.length; i++) {
            Group group = game.reports().group(i);
            Optimum without = game.rule().optimumWithout(game.reports(), i);
            double value = group.size() * all.policy().expectation(group.reward());
            close(game, without.value() - all.value() + value, payments[i]);
            close(game, payments[i], PAYMENT.payment(game.rule(), game.reports(), i));
            close(
                game,
                all.value() - without.value(),
                all.gain(group.size(), group.reward(), () -> without));
            assertTrue(payments[i] >= 0, "payment " + payments[i]);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void theUtilityIsBetweenAbsenceAndEverything(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          for (int i = 0; i < game.reports().size(); i++) {
            PaymentBounds bounds = PaymentBounds.of(game.rule(), game.reports(), i);
            double rounding = 1e-11 * game.scale();
            assertTrue(bounds.utility() >= bounds.leastUtility() - rounding, bounds::toString);
            assertTrue(bounds.utility() <= bounds.largestUtility() + rounding, bounds::toString);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void theIntegralOfPoliciesGivesTheSamePayment(Divergence divergence) {
    SeededRandom.forAll(
        15,
        random -> {
          Game game = RandomGames.game(random, divergence);
          double expected = PAYMENT.payment(game.rule(), game.reports(), 0);
          double payment = new IntegralPayment(1e-9).payment(game.rule(), game.reports(), 0);
          assertClose(expected, payment, 0, 1e-8 * game.scale(), " of the integral");
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void theOrderOfGroupsAndOutcomesDoesNotMatter(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          double[] payments = PAYMENT.payments(game.rule(), game.reports());
          int outcomes = game.initial().size();
          List<Group> reversed = new ArrayList<>();
          for (Group group : game.reports().groups()) {
            reversed.addFirst(group.withReward(Reward.of(reversed(group.reward().values()))));
          }
          var rule =
              new SocialWelfareMaximizer(
                  new Regularization(
                      divergence,
                      game.lambda(),
                      Policy.of(reversed(game.initial().probabilities()))));
          double[] other =
              PAYMENT.payments(
                  rule,
                  ReportProfile.of(
                      OutcomeSpace.ofSize(outcomes), game.reports().normalization(), reversed));
          for (int i = 0; i < payments.length; i++) {
            close(game, payments[i], other[payments.length - 1 - i]);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void equalGroupsPayEqually(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          Group first = game.reports().group(0);
          List<Group> groups = new ArrayList<>(game.reports().groups());
          groups.add(new Group("twin", first.size(), first.reward()));
          double[] payments =
              PAYMENT.payments(
                  game.rule(),
                  ReportProfile.of(
                      game.reports().outcomes(), game.reports().normalization(), groups));
          close(game, payments[0], payments[payments.length - 1]);
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void paymentsScaleWithSizesAndLambdaAndIgnoreShifts(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          double[] payments = PAYMENT.payments(game.rule(), game.reports());
          List<Group> larger =
              game.reports().groups().stream().map(g -> g.withSize(3 * g.size())).toList();
          List<Group> shifted =
              game.reports().groups().stream()
                  .map(g -> g.withReward(g.reward().map(r -> r + 2.5)))
                  .toList();
          OutcomeSpace outcomes = game.reports().outcomes();
          var free = new Normalization.Free();
          double[] scaled =
              PAYMENT.payments(
                  game.with(divergence, 3 * game.lambda()).rule(),
                  ReportProfile.of(outcomes, free, larger));
          double[] same = PAYMENT.payments(game.rule(), ReportProfile.of(outcomes, free, shifted));
          for (int i = 0; i < payments.length; i++) {
            close(game, 3 * payments[i], scaled[i]);
            close(game, payments[i], same[i]);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void anOutcomeInTwoCopiesChangesPaymentsUnderL2Alone(Divergence divergence) {
    double largest = 0;
    for (long seed = 1; seed <= TRIALS; seed++) {
      SeededRandom random = new SeededRandom(seed);
      Game game = RandomGames.game(random, divergence);
      double[] initial = twice(game.initial().probabilities(), 0.5);
      List<Group> groups =
          game.reports().groups().stream()
              .map(g -> g.withReward(Reward.of(twice(g.reward().values(), 1))))
              .toList();
      var rule =
          new SocialWelfareMaximizer(
              new Regularization(divergence, game.lambda(), Policy.of(initial)));
      double[] split =
          PAYMENT.payments(
              rule,
              ReportProfile.of(
                  OutcomeSpace.ofSize(initial.length), new Normalization.Free(), groups));
      double[] payments = PAYMENT.payments(game.rule(), game.reports());
      for (int i = 0; i < payments.length; i++) {
        double off = Math.abs(payments[i] - split[i]) / game.scale();
        largest = Math.max(largest, off);
        assertTrue(
            divergence instanceof SquaredEuclidean || off < 1e-10, "seed " + seed + ": " + off);
      }
    }
    assertTrue(!(divergence instanceof SquaredEuclidean) || largest > 1e-5, "L2 changes them");
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void lambdaLowersTheWelfareByTheDivergence(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          Optimum at = game.rule().optimum(game.reports());
          double step = 1e-5 * game.lambda();
          Optimum more = game.with(divergence, game.lambda() + step).rule().optimum(game.reports());
          Optimum less = game.with(divergence, game.lambda() - step).rule().optimum(game.reports());
          double slope = (more.value() - less.value()) / (2 * step);
          assertClose(-at.divergence(), slope, 1e-4, 1e-6 * game.scale() / game.lambda(), "");
          assertTrue(more.divergence() <= less.divergence() + 1e-12, "D falls with lambda");
          assertClose(
              divergence.value(at.policy(), game.initial()), at.divergence(), 1e-9, 1e-12, "");
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void derivativesAgreeWithDifferences(Divergence divergence) {
    int compared = 0;
    for (long seed = 1; seed <= TRIALS; seed++) {
      SeededRandom random = new SeededRandom(seed);
      Game game = RandomGames.game(random, divergence);
      Optimum at = game.rule().optimum(game.reports());
      double[] direction = random.gaussians(game.initial().size());
      double step = 1e-5 * game.lambda();
      Policy up = moved(game, at, direction, step);
      Policy down = moved(game, at, direction, -step);
      if (support(up) != support(down) || support(up) != support(at.policy())) {
        continue; // a kink between
      }
      compared++;
      double[] derivative = at.derivative(direction);
      for (int x = 0; x < derivative.length; x++) {
        double slope = (up.probability(x) - down.probability(x)) / (2 * step);
        assertClose(slope, derivative[x], 1e-5, 1e-6 / game.lambda(), " with seed " + seed);
      }
    }
    assertTrue(compared > TRIALS / 2, "compared " + compared);
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void anAffineRuleWithWeightsChargesTheWeightedExternality(Divergence divergence) {
    forAll(
        divergence,
        (random, game) -> {
          Reward offset = Reward.of(random.gaussians(game.initial().size()));
          var weights = new AffineWeights(Map.of("g0", 2.5), offset);
          var rule = new SocialWelfareMaximizer(game.rule().regularization(), weights);
          Optimum all = rule.optimum(game.reports());
          Optimum without = rule.optimumWithout(game.reports(), 0);
          Group group = game.reports().group(0);
          double value = 2.5 * group.size() * all.policy().expectation(group.reward());
          double expected = (without.value() - all.value() + value) / 2.5;
          assertClose(
              expected,
              PAYMENT.payments(rule, game.reports())[0],
              1e-9,
              1e-10 * game.scale(),
              " of the payment");
        });
  }

  /** With every outcome in use, a quadratic penalty makes the payment a variance. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aQuadraticPaymentInTheInteriorDoesNotDependOnTheOthers(boolean relative) {
    Divergence divergence = relative ? new ChiSquared() : new SquaredEuclidean();
    forAll(
        divergence,
        (random, game) -> {
          Game strong = game.with(divergence, 1e4);
          int outcomes = game.initial().size();
          Policy measure = relative ? game.initial() : Policy.uniform(outcomes);
          for (int i = 0; i < game.reports().size(); i++) {
            Group group = game.reports().group(i);
            double mean = measure.expectation(group.reward());
            double variance = measure.expectation(group.reward().map(r -> (r - mean) * (r - mean)));
            double expected =
                Math.pow(group.size(), 2) * variance * (relative ? 1 : outcomes) / 4e4;
            double payment = PAYMENT.payment(strong.rule(), strong.reports(), i);
            assertClose(expected, payment, 1e-12, 0, " of payment " + i);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void aGameWithOneOutcomeCostsNothing(Divergence divergence) {
    var rule = new SocialWelfareMaximizer(new Regularization(divergence, 0.3, Policy.of(1)));
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(1),
            new Normalization.SumToOne(),
            List.of(Group.of("a", 1, 1), Group.of("b", 2, 1)));
    assertArrayEquals(new double[] {0, 0}, PAYMENT.payments(rule, reports), 1e-15);
    assertEquals(1, rule.train(reports).probability(0));
  }

  private static Policy moved(Game game, Optimum at, double[] direction, double step) {
    return game.rule()
        .regularization()
        .maximize(at.reward().plus(step, Reward.of(direction)))
        .policy();
  }

  private static long support(Policy policy) {
    long bits = 0;
    for (int x = 0; x < policy.size(); x++) {
      bits |= policy.probability(x) > 0 ? 1L << x : 0;
    }
    return bits;
  }

  private static double welfare(Game game, Optimum optimum, Policy policy) {
    Regularization to = game.rule().regularization();
    return policy.expectation(Reward.of(optimum.reward().values()))
        - to.lambda() * to.divergence().value(policy, to.initial());
  }

  private static double[] reversed(double[] values) {
    List<Double> list = new ArrayList<>(Arrays.stream(values).boxed().toList());
    Collections.reverse(list);
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The first outcome twice, each with a share of its number. */
  private static double[] twice(double[] values, double share) {
    double[] twice = Arrays.copyOf(values, values.length + 1);
    twice[0] = values[0] * share;
    twice[values.length] = values[0] * share;
    return twice;
  }

  private interface Property {
    void check(SeededRandom random, Game game);
  }

  private static void forAll(Divergence divergence, Property property) {
    SeededRandom.forAll(
        TRIALS, random -> property.check(random, RandomGames.game(random, divergence)));
  }

  private static void close(Game game, double expected, double actual) {
    assertClose(expected, actual, 1e-9, 1e-11 * game.scale() * Math.max(1, game.lambda() / 10), "");
  }
}
