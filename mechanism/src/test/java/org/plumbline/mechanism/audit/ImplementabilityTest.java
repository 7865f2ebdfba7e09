package org.plumbline.mechanism.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.OutcomeSpace;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.RandomGames;
import org.plumbline.mechanism.RandomGames.Game;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.RewardSum;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.implementability.Cycle;
import org.plumbline.mechanism.implementability.TypeGraph;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.IncentiveClaim;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.PaymentRule;
import org.plumbline.mechanism.payment.RochetPayment;
import org.plumbline.mechanism.training.AggregationRule;
import org.plumbline.mechanism.training.EgalitarianMaximizer;
import org.plumbline.mechanism.training.NashWelfareMaximizer;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.mechanism.training.TrainingRule;
import org.plumbline.testkit.SeededRandom;

/** Theorems 3.5 and 4.5: which rules have a truthful payment, and how unique it is. */
class ImplementabilityTest {
  private static final Regularization KL =
      new Regularization(new ReverseKl(), 0.1, Policy.uniform(3));

  static Stream<Divergence> divergences() {
    return RandomGames.ALL.stream();
  }

  static Stream<TrainingRule> nonAffine() {
    return Stream.of(
        new NashWelfareMaximizer(KL),
        new EgalitarianMaximizer(KL, 10),
        AggregationRule.median(KL),
        AggregationRule.worst(KL));
  }

  @ParameterizedTest
  @MethodSource("divergences")
  void everyWelfareMaximizerIsCyclicallyMonotone(Divergence divergence) {
    SeededRandom.forAll(
        15,
        random -> {
          Game game = RandomGames.game(random, divergence);
          List<Group> types = types(random, game);
          var verdict =
              CycleMonotonicity.check(game.rule(), game.reports(), 0, types, 1e-11 * game.scale());
          assertInstanceOf(Verdict.Certified.class, verdict);
          var band =
              PaymentEquivalence.check(
                  new Mechanism<>(game.rule(), new AffineMaximizerPayment()),
                  game.reports(),
                  0,
                  types,
                  1e-9 * game.scale());
          assertInstanceOf(Verdict.Certified.class, band);
        });
  }

  @ParameterizedTest
  @MethodSource("nonAffine")
  void noPaymentExistsForOtherRulesAndACycleShowsIt(TrainingRule rule) {
    ReportProfile reports = opponents();
    var refusal =
        assertThrows(
            InvalidGameException.class,
            () -> AffineOnly.require(rule, reports, new SeededRandom(3).generator()));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("needs cycles of at least 0"), message);
    assertTrue(message.contains(rule.name()), message);
  }

  @Test
  void aWelfareMaximizerPassesAsItIs() {
    var rule = new SocialWelfareMaximizer(KL);
    assertSame(rule, AffineOnly.require(rule, opponents(), new SeededRandom(1).generator()));
  }

  @ParameterizedTest
  @MethodSource("nonAffine")
  void theReportedCycleIsNegativeWhenItIsComputedAgain(TrainingRule rule) {
    ReportProfile reports = opponents();
    int refuted = 0;
    for (long seed = 1; seed <= 6; seed++) {
      int group = (int) (seed % 3);
      List<Group> types = AffineOnly.types(reports, group, new SeededRandom(seed).generator());
      var verdict = CycleMonotonicity.check(rule, reports, group, types, 1e-7);
      if (verdict
          instanceof
          Verdict.Refuted<CycleMonotonicity.Certificate, CycleMonotonicity.Violation>(
              var violation)) {
        refuted++;
        List<Group> cycle = violation.types();
        double sum = 0;
        for (int j = 0; j < cycle.size(); j++) {
          Group next = cycle.get((j + 1) % cycle.size());
          Policy reported = rule.train(reports.withReport(group, cycle.get(j)));
          Policy own = rule.train(reports.withReport(group, next));
          sum += own.expectation(next.reward()) - reported.expectation(next.reward());
        }
        assertEquals(sum, violation.cycle().sum(), 1e-12);
        assertTrue(violation.cycle().mean() <= violation.worstPair().mean() + 1e-15);
        var payment = new RochetPayment(types);
        assertThrows(InvalidGameException.class, () -> payment.payment(rule, reports, group));
      }
    }
    assertTrue(refuted > 0, "no violation for " + rule.name());
  }

  @Test
  void theStrongestCycleIsTheOneThatTryingAllOfThemFinds() {
    SeededRandom.forAll(
        20,
        random -> {
          List<Group> types = AffineOnly.types(opponents(), 1, random.generator()).subList(0, 5);
          TypeGraph graph = TypeGraph.of(new NashWelfareMaximizer(KL), opponents(), 1, types);
          Cycle found = graph.minimumMeanCycle();
          assertTrue(found.types().size() >= 2, found::toString);
          assertEquals(leastMean(graph, new ArrayList<>(), 5), found.mean(), 1e-13);
        });
  }

  private static double leastMean(TypeGraph graph, List<Integer> path, int types) {
    double least = path.size() < 2 ? Double.POSITIVE_INFINITY : graph.cycle(path).mean();
    for (int next = 0; next < types; next++) {
      if (!path.contains(next)) {
        path.add(next);
        least = Math.min(least, leastMean(graph, path, types));
        path.removeLast();
      }
    }
    return least;
  }

  @Test
  void theNashPolicyIsItsOwnFixedPoint() {
    SeededRandom.forAll(
        100,
        random -> {
          Game game = RandomGames.game(random, new ReverseKl());
          Policy policy =
              new NashWelfareMaximizer(game.rule().regularization()).train(game.reports());
          var sum = new RewardSum(policy.size());
          for (Group group : game.reports().groups()) {
            sum.add(group.size() / policy.expectation(group.reward()), group.reward());
          }
          Policy again = game.rule().regularization().maximize(sum.aggregate()).policy();
          for (int x = 0; x < policy.size(); x++) {
            assertEquals(again.probability(x), policy.probability(x), 1e-9);
          }
        });
  }

  @Test
  void theEgalitarianPolicyIsItsOwnFixedPoint() {
    SeededRandom.forAll(
        100,
        random -> {
          Game game = RandomGames.game(random, new ReverseKl());
          Policy policy =
              new EgalitarianMaximizer(game.rule().regularization(), 10).train(game.reports());
          var sum = new RewardSum(policy.size());
          double total = 0;
          for (Group group : game.reports().groups()) {
            total += Math.exp(-10 * policy.expectation(group.reward()));
          }
          for (Group group : game.reports().groups()) {
            double share = Math.exp(-10 * policy.expectation(group.reward())) / total;
            sum.add(share, group.reward());
          }
          Policy again = game.rule().regularization().maximize(sum.aggregate()).policy();
          for (int x = 0; x < policy.size(); x++) {
            assertEquals(again.probability(x), policy.probability(x), 1e-9);
          }
        });
  }

  @Test
  void theMedianOfEvenlyManyMembersIsBetweenTheTwoInTheMiddle() {
    var rule =
        AggregationRule.median(new Regularization(new SquaredEuclidean(), 10, Policy.uniform(2)));
    ReportProfile reports =
        ReportProfile.of(
            OutcomeSpace.ofSize(2),
            new Normalization.Free(),
            List.of(Group.of("a", 2, 1, 0), Group.of("b", 1, 3, 0), Group.of("c", 1, 9, 0)));
    // Members say 1, 1, 3, 9: the median is 2, times 4 members; pi(x1) = 1/2 + (8 - 4) / 20.
    assertEquals(0.7, rule.train(reports).probability(0), 1e-12);
  }

  @Test
  void theBandOfPaymentsClosesAsTypesBecomeDense() {
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 0.25, Policy.uniform(3)));
    ReportProfile reports = opponents();
    double before = Double.POSITIVE_INFINITY;
    for (int steps : new int[] {2, 4, 8, 16}) {
      var verdict =
          PaymentEquivalence.check(
              new Mechanism<>(rule, new AffineMaximizerPayment()), reports, 0, grid(steps), 1e-9);
      if (verdict
          instanceof
          Verdict.Certified<PaymentEquivalence.Band, PaymentEquivalence.Outside>(var band)) {
        assertTrue(band.gap() < 0.6 * before, steps + ": " + band.gap() + " after " + before);
        before = band.gap();
        for (int t = 0; t < band.payments().length; t++) {
          assertTrue(band.payments()[t] <= band.highest()[t] + 1e-9);
          assertTrue(band.payments()[t] >= band.lowest()[t] - 1e-9);
        }
      }
    }
    assertTrue(before < 0.2, "gap " + before);
  }

  @Test
  void aPaymentOutsideTheBandIsShownWithTheLieThatItInvites() {
    PaymentRule<TrainingRule> flat =
        new PaymentRule<>() {
          @Override
          public String name() {
            return "nothing";
          }

          @Override
          public IncentiveClaim claim() {
            return new IncentiveClaim.Unknown("");
          }

          @Override
          public double payment(TrainingRule rule, ReportProfile reports, int group) {
            return 0;
          }
        };
    var rule = new SocialWelfareMaximizer(KL);
    var verdict =
        PaymentEquivalence.check(new Mechanism<>(rule, flat), opponents(), 0, grid(6), 1e-9);
    Verdict.Refuted<?, ?> refuted = assertInstanceOf(Verdict.Refuted.class, verdict);
    var outside = (PaymentEquivalence.Outside) refuted.counterexample();
    Policy lying = rule.train(opponents().withReport(0, outside.report()));
    Policy honest = rule.train(opponents().withReport(0, outside.truth()));
    double gain =
        lying.expectation(outside.truth().reward()) - honest.expectation(outside.truth().reward());
    assertEquals(gain, outside.gain(), 1e-12);
  }

  private static List<Group> grid(int steps) {
    List<Group> types = new ArrayList<>();
    for (int a = 0; a <= steps; a++) {
      for (int b = 0; a + b <= steps; b++) {
        double first = a / (double) steps;
        double second = b / (double) steps;
        types.add(Group.of("a", 1, first, second, Math.max(0, 1 - first - second)));
      }
    }
    return types;
  }

  private static List<Group> types(SeededRandom random, Game game) {
    List<Group> types = new ArrayList<>();
    for (int k = 0; k < 12; k++) {
      types.add(
          new Group(
              "g0",
              random.integer(1, 6),
              RandomGames.reward(random, game.reports().normalization(), game.initial().size())));
    }
    return types;
  }

  private static ReportProfile opponents() {
    return ReportProfile.of(
        OutcomeSpace.ofSize(3),
        new Normalization.SumToOne(),
        List.of(
            Group.of("a", 1, 0, 0.9, 0.1),
            Group.of("b", 1, 0.2, 0.3, 0.5),
            Group.of("c", 1, 0.5, 0.3, 0.2)));
  }
}
