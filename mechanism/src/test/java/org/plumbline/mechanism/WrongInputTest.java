package org.plumbline.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.ConvexDivergence;
import org.plumbline.mechanism.divergence.ConvexFunction;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.CheckpointPivotPayment;
import org.plumbline.mechanism.payment.RevenueMaximizingPayment;
import org.plumbline.mechanism.payment.RochetPayment;
import org.plumbline.mechanism.payment.TruncatedTrainingPayment;
import org.plumbline.mechanism.training.AffineWeights;
import org.plumbline.mechanism.training.NashWelfareMaximizer;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/** Each refusal names the group, the rule, what was given and the way out. */
class WrongInputTest {
  private static final OutcomeSpace TWO = OutcomeSpace.ofSize(2);
  private static final Normalization SUM = new Normalization.SumToOne();

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 2.5, Double.NaN, Double.POSITIVE_INFINITY, 1e17})
  void aSizeIsAWholeNumberOfMembers(double size) {
    refused(() -> Group.of("acme", size, 1, 0), "acme", "whole number", String.valueOf(size));
  }

  @Test
  void aRewardFollowsTheNormalization() {
    refused(() -> game(SUM, Group.of("acme", 1, 0.5, 0.6)), "acme", "sum to 1", "0.5");
    refused(() -> game(SUM, Group.of("acme", 1, 1.5, -0.5)), "acme", "negative", "-0.5");
    refused(() -> game(SUM, Group.of("acme", 1, 0, 0)), "acme", "nor all 0");
    refused(
        () -> game(new Normalization.MaxOne(), Group.of("acme", 1, 0.5, 0.6)),
        "acme",
        "largest is 1");
    refused(
        () -> game(new Normalization.UnitRange(), Group.of("acme", 1, 0.5, 1)), "acme", "least");
    refused(() -> game(new Normalization.UnitRange(), Group.of("acme", 1, 1, 1)), "acme", "equal");
    Normalization even =
        new Normalization.Own(
            "rewards are whole", raw -> Arrays.stream(raw).map(Math::rint).toArray());
    refused(() -> game(even, Group.of("acme", 1, 0.4, 3)), "acme", "rewards are whole", "0.4");
    assertEquals(1, game(even, Group.of("acme", 1, 2, 3)).size());
    refused(() -> Group.of("acme", 1, Double.NaN, 1), "acme", "finite", "NaN");
    refused(() -> game(SUM, Group.of("acme", 1, 0.2, 0.3, 0.5)), "acme", "2 outcomes", "3");
  }

  @Test
  void aGameNeedsGroupsWithNamesOfTheirOwn() {
    refused(() -> ReportProfile.of(TWO, SUM, List.of()), "needs groups");
    refused(() -> game(SUM, Group.of("a", 1, 1, 0), Group.of("a", 1, 0, 1)), "'a' twice");
    refused(() -> Group.of(" ", 1, 1, 0), "needs a name");
    refused(() -> new OutcomeSpace(List.of("x", "x")), "'x' twice");
    refused(() -> OutcomeSpace.ofSize(0), "at least one outcome");
  }

  @Test
  void equalReportsAreAGameLikeAnyOther() {
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 1, Policy.uniform(2)));
    ReportProfile reports = game(SUM, Group.of("a", 1, 1, 0), Group.of("b", 1, 1, 0));
    double[] payments = new AffineMaximizerPayment().payments(rule, reports);
    assertEquals(payments[0], payments[1]);
    assertTrue(payments[0] > 0);
  }

  @Test
  void anInitialProbabilityOfZeroIsForTheSquaredDistanceAlone() {
    Policy sure = Policy.of(1, 0);
    refused(
        () -> new Regularization(new ReverseKl(), 1, sure), "reverse-kl", "outcome 2", "squared");
    refused(() -> new Regularization(new ForwardKl(), 1, sure), "forward-kl", "outcome 2");
    refused(() -> new Regularization(new ChiSquared(), 1, sure), "chi-squared", "outcome 2");
    var rule = new SocialWelfareMaximizer(new Regularization(new SquaredEuclidean(), 1, sure));
    ReportProfile reports = game(SUM, Group.of("a", 1, 0, 1));
    // 1/2 of the mass moves: pi = projection of (1, 0) + (0, 1) / 2.
    assertEquals(0.25, rule.train(reports).probability(1), 1e-15);
    assertEquals(0.125, new AffineMaximizerPayment().payments(rule, reports)[0], 1e-15);
  }

  @Test
  void probabilitiesAreNotMendedSilently() {
    refused(() -> Policy.of(0.5, 0.6), "sum to 1", "1.1");
    refused(() -> Policy.of(1.5, -0.5), "not negative", "-0.5");
    refused(() -> Policy.of(0.5, Double.NaN), "NaN");
    refused(() -> Policy.ofLog(0, 0), "sum to 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void lambdaIsAboveZero(double lambda) {
    refused(
        () -> new Regularization(new ReverseKl(), lambda, Policy.uniform(2)),
        "lambda",
        String.valueOf(lambda));
  }

  @Test
  void rewardsAndTheInitialPolicyAreOverTheSameOutcomes() {
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 1, Policy.uniform(3)));
    refused(() -> rule.train(game(SUM, Group.of("a", 1, 1, 0))), "same outcomes", "2 and 3");
  }

  @Test
  void aFunctionThatIsNotStrictlyConvexIsNoDivergence() {
    ConvexFunction totalVariation =
        new ConvexFunction() {
          @Override
          public double value(double t) {
            return Math.abs(t - 1) / 2;
          }

          @Override
          public double slope(double t) {
            return t < 1 ? -0.5 : 0.5;
          }

          @Override
          public double curvature(double t) {
            return 0;
          }
        };
    refused(() -> new ConvexDivergence("tv", totalVariation), "tv", "strictly convex");
  }

  @Test
  void theNashWelfareNeedsSomethingToMultiply() {
    var rule = new NashWelfareMaximizer(new Regularization(new ReverseKl(), 1, Policy.uniform(2)));
    ReportProfile reports = game(new Normalization.Free(), Group.of("acme", 1, -1, 1));
    refused(() -> rule.train(reports), "acme", "no reward is negative");
    var squared =
        new NashWelfareMaximizer(new Regularization(new SquaredEuclidean(), 1, Policy.uniform(2)));
    refused(() -> squared.train(game(SUM, Group.of("a", 1, 1, 0))), "reverse-kl alone", "squared");
  }

  @Test
  void paymentsRefuseWhatTheyCannotDo() {
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 1, Policy.uniform(2)));
    var free = game(new Normalization.Free(), Group.of("acme", 1, 2, 1));
    var revenue = new RevenueMaximizingPayment();
    refused(() -> revenue.payments(rule, free), "normalised");
    ReportProfile small = game(SUM, Group.of("acme", 1, 1, 0));
    refused(() -> new RevenueMaximizingPayment(3).payments(rule, small), "acme", "least size 3");
    var rochet = new RochetPayment(List.of(Group.of("a", 1, 0, 1), Group.of("a", 1, 0.5, 0.5)));
    refused(() -> rochet.payment(rule, small, 0), "acme", "none of the 2 types");
    refused(() -> new CheckpointPivotPayment(List.of()), "needs a checkpoint");
    refused(() -> new TruncatedTrainingPayment(1.5), "from 0 to 1", "1.5");
    refused(() -> new AffineWeights(Map.of("acme", 0.0), null), "acme", "above 0");
  }

  private static ReportProfile game(Normalization normalization, Group... groups) {
    return ReportProfile.of(TWO, normalization, List.of(groups));
  }

  private static void refused(Executable wrong, String... words) {
    String message = String.valueOf(assertThrows(InvalidGameException.class, wrong).getMessage());
    for (String word : words) {
      assertTrue(message.contains(word), () -> "no '" + word + "' in: " + message);
    }
  }
}
