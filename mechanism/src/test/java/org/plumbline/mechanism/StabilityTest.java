package org.plumbline.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.numeric.CenteredExponential;
import org.plumbline.mechanism.numeric.LogExcess;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.SeededRandom;

/** Payments against 130-digit arithmetic, where doubles are at their limits. */
class StabilityTest {
  private static final double[] LAMBDAS = {1e-6, 1e-4, 0.01, 1, 100, 1e5, 1e8};

  static Stream<Divergence> divergences() {
    return RandomGames.CLOSED_FORMS.stream();
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void paymentsAgreeWithAHundredDigitComputation(Divergence divergence) {
    SeededRandom.forAll(
        30,
        random -> {
          double size = random.integer(0, 1) == 0 ? 1 : 1e6;
          ReportProfile reports = reports(random, size);
          double lambda = LAMBDAS[random.integer(0, LAMBDAS.length - 1)];
          check(divergence, lambda, dyadic(random, reports.outcomes().size()), reports);
        });
  }

  /**
   * Rewards of 1e6 whose aggregates differ by some lambda of 1e-6: a sum in plain doubles rounds
   * the difference away, and with it the policy and payments of the size of the rewards.
   */
  @ParameterizedTest
  @MethodSource("divergences")
  void nearTiesOfLargeRewardsAreNotRoundedAway(Divergence divergence) {
    SeededRandom.forAll(
        30,
        random -> {
          double lambda = 1e-6;
          double a = 1e6 * (0.5 + random.generator().nextDouble());
          double b = 1e6 * (0.5 + random.generator().nextDouble());
          double nudge = lambda * random.generator().nextDouble(-3, 3);
          // 3 a + 7 c = 3 b + 7 d within a few lambda
          double c = 1e6 * random.generator().nextDouble();
          double d = (3 * a + 7 * c - 3 * b + nudge) / 7;
          ReportProfile reports =
              ReportProfile.of(
                  OutcomeSpace.ofSize(3),
                  new Normalization.Free(),
                  List.of(
                      Group.of("one", 3, a, b, 0),
                      Group.of("two", 7, c, d, 1),
                      Group.of("three", 1, 1, 1, 3)));
          check(divergence, lambda, Policy.of(0.5, 0.25, 0.25), reports);
        });
  }

  /** Also where nearly all mass is on one outcome, and where lambda is large. */
  @ParameterizedTest
  @MethodSource("divergences")
  void smallPaymentsKeepTheirDigits(Divergence divergence) {
    SeededRandom.forAll(
        40,
        random -> {
          ReportProfile reports = reports(random, 1);
          double lambda = LAMBDAS[random.integer(2, LAMBDAS.length - 1)];
          Policy initial = dyadic(random, reports.outcomes().size());
          var rule = new SocialWelfareMaximizer(new Regularization(divergence, lambda, initial));
          double[] payments = new AffineMaximizerPayment().payments(rule, reports);
          for (int i = 0; i < payments.length; i++) {
            double expected = new HundredDigits(rule, reports).payment(i).doubleValue();
            if (expected > 1e-40) {
              assertEquals(1, payments[i] / expected, 1e-11, "lambda " + lambda);
            }
          }
        });
  }

  static Stream<Divergence> allDivergences() {
    return RandomGames.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("allDivergences")
  void paymentsAreTheExternalityAtEveryScale(Divergence divergence) {
    SeededRandom.forAll(
        100,
        random -> {
          double size = random.integer(0, 1) == 0 ? 1 : 1e6;
          double lambda = LAMBDAS[random.integer(0, LAMBDAS.length - 1)];
          ReportProfile reports = reports(random, size);
          Policy initial = dyadic(random, reports.outcomes().size());
          var rule = new SocialWelfareMaximizer(new Regularization(divergence, lambda, initial));
          double[] payments = new AffineMaximizerPayment().payments(rule, reports);
          var all = rule.optimum(reports);
          for (int i = 0; i < payments.length; i++) {
            Group group = reports.group(i);
            double value = group.size() * all.policy().expectation(group.reward());
            double expected = rule.optimumWithout(reports, i).value() - all.value() + value;
            double rounding = 1e-12 * (reports.members() * size + lambda);
            assertEquals(expected, payments[i], rounding, "lambda " + lambda);
            assertTrue(payments[i] >= 0, "payment " + payments[i]);
          }
        });
  }

  @Test
  void aGroupThatIsPivotalBetweenImpossibleOutcomesStaysFinite() {
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 1e-6, Policy.uniform(2)));
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(2),
            new Normalization.Free(),
            List.of(Group.of("a", 1, 1e6, 0), Group.of("b", 1, 0, 999_999)));
    double[] payments = new AffineMaximizerPayment().payments(rule, reports);
    // Its removal moves all mass to the other outcome, whose probability is e^-1e6.
    assertEquals(999_999, payments[0], 1e-4);
    assertEquals(0, payments[1], 0);
    assertEquals(-1e6, rule.train(reports).logProbability(1), 1);
  }

  @Test
  void aLargeGroupDoesNotHideTheOthers() {
    SeededRandom.forAll(
        20,
        random -> {
          ReportProfile small = reports(random, 1);
          List<Group> groups = new ArrayList<>(small.groups());
          groups.add(new Group("giant", 1L << 40, groups.getFirst().reward()));
          ReportProfile reports = ReportProfile.of(small.outcomes(), small.normalization(), groups);
          Policy initial = dyadic(random, small.outcomes().size());
          var rule = new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 1, initial));
          Policy expected = rule.train(small);
          Policy actual =
              rule.regularization()
                  .maximize(rule.aggregatesWithoutEach(reports).getLast())
                  .policy();
          for (int x = 0; x < initial.size(); x++) {
            assertEquals(expected.probability(x), actual.probability(x), 1e-15);
          }
        });
  }

  @Test
  void functionsThatWouldCancelKeepTheirDigits() {
    SeededRandom.forAll(
        400,
        random -> {
          double a = random.gaussian() * Math.pow(10, random.generator().nextDouble(-12, 1));
          BigDecimal exact =
              HundredDigits.exp(new BigDecimal(-a)).subtract(BigDecimal.ONE).add(new BigDecimal(a));
          assertEquals(1, CenteredExponential.phi(a) / exact.doubleValue(), 3e-15);
          assertEquals(
              HundredDigits.log(exact).doubleValue(), CenteredExponential.logPhi(a), 1e-13);
          double z = Math.expm1(a);
          if (z > -0.999 && Double.isFinite(z)) {
            BigDecimal big = new BigDecimal(z);
            BigDecimal psi = big.subtract(HundredDigits.log(big.add(BigDecimal.ONE)));
            assertEquals(1, LogExcess.psi(z) / psi.doubleValue(), 1e-13);
          }
        });
    assertEquals(1000 + Math.log1p(-1001 * Math.exp(-1000)), CenteredExponential.logPhi(-1000));
    assertEquals(0, CenteredExponential.phi(0));
  }

  private static void check(
      Divergence divergence, double lambda, Policy initial, ReportProfile reports) {
    var rule = new SocialWelfareMaximizer(new Regularization(divergence, lambda, initial));
    double[] payments = new AffineMaximizerPayment().payments(rule, reports);
    double largest = 0;
    for (Group group : reports.groups()) {
      largest = Math.max(largest, group.reward().largest());
    }
    for (int i = 0; i < payments.length; i++) {
      double expected = new HundredDigits(rule, reports).payment(i).doubleValue();
      double off = Math.abs(payments[i] - expected);
      String what =
          "%s, lambda %s, payment %d: %s instead of %s"
              .formatted(divergence.name(), lambda, i, payments[i], expected);
      assertTrue(off <= 1e-10 * Math.abs(expected) + 1e-10 * largest, what);
      assertTrue(payments[i] >= 0, what);
    }
  }

  private static ReportProfile reports(SeededRandom random, double largest) {
    int outcomes = random.integer(2, 6);
    int n = random.integer(1, 4);
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] reward = new double[outcomes];
      Arrays.setAll(reward, x -> largest * random.generator().nextDouble());
      groups.add(Group.of("g" + i, Math.rint(Math.pow(10, random.integer(0, 3))), reward));
    }
    return ReportProfile.of(OutcomeSpace.ofSize(outcomes), new Normalization.Free(), groups);
  }

  /** Probabilities that are multiples of 1/1024, so that they sum to 1 exactly. */
  private static Policy dyadic(SeededRandom random, int outcomes) {
    int[] parts = new int[outcomes];
    Arrays.fill(parts, 1);
    for (int left = 1024 - outcomes; left > 0; left--) {
      parts[random.integer(0, outcomes - 1)]++;
    }
    return Policy.of(Arrays.stream(parts).mapToDouble(part -> part / 1024.0).toArray());
  }
}
