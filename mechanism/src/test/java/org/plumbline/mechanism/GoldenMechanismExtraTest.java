package org.plumbline.mechanism;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.plumbline.testkit.CloseAssertions.assertClose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;
import org.plumbline.mechanism.audit.CycleMonotonicity;
import org.plumbline.mechanism.audit.Verdict;
import org.plumbline.mechanism.divergence.ChiSquared;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.ForwardKl;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.implementability.TypeGraph;
import org.plumbline.mechanism.noise.WelfareLoss;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.CheckpointPivotPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.MechanismOutcome;
import org.plumbline.mechanism.payment.NoPayment;
import org.plumbline.mechanism.payment.RochetPayment;
import org.plumbline.mechanism.payment.TruncatedTrainingPayment;
import org.plumbline.mechanism.training.NashWelfareMaximizer;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenFile;

/** Single findings in double precision: compared within 1e-10. */
class GoldenMechanismExtraTest {
  private static final Normalization FREE = new Normalization.Free();

  @TestFactory
  List<DynamicTest> everyGroup() {
    Map<String, Consumer<JsonNode>> checks = new LinkedHashMap<>();
    checks.put("otherDivergences", each(GoldenMechanismExtraTest::otherDivergence));
    checks.put("nashSocialWelfare", GoldenMechanismExtraTest::nash);
    checks.put("theorem33", GoldenMechanismExtraTest::theorem33);
    checks.put("practicalApproximation1", GoldenMechanismExtraTest::checkpoints);
    checks.put("practicalApproximation2", GoldenMechanismExtraTest::truncated);
    checks.put("noise", GoldenMechanismExtraTest::noise);
    checks.put("cycleMonotonicity", GoldenMechanismExtraTest::cycles);
    checks.put("sybilSplit", node -> each(c -> sybils(node, c)).accept(node));
    List<DynamicTest> tests = new ArrayList<>();
    GoldenFile.json(getClass(), "golden-mechanism-extra.json")
        .properties()
        .forEach(
            group -> {
              Consumer<JsonNode> check = checks.get(group.getKey());
              String name = group.getKey();
              tests.add(
                  check == null
                      ? notBuilt(name)
                      : DynamicTest.dynamicTest(name, () -> check.accept(group.getValue())));
            });
    assertTrue(tests.size() >= 1, "no group");
    return tests;
  }

  private static DynamicTest notBuilt(String name) {
    return DynamicTest.dynamicTest(
        "not built yet: " + name,
        () -> {
          throw new TestAbortedException("not built yet: " + name);
        });
  }

  private static Consumer<JsonNode> each(Consumer<JsonNode> check) {
    return node -> {
      assertTrue(!node.path("cases").isEmpty(), "no case");
      node.path("cases").forEach(check);
    };
  }

  private static void otherDivergence(JsonNode node) {
    Divergence divergence =
        switch (node.path("regularizer").asText()) {
          case "FORWARD_KL" -> new ForwardKl();
          case "CHI_SQUARED" -> new ChiSquared();
          default -> fail("unknown regularizer " + node.path("regularizer"));
        };
    var rule = new SocialWelfareMaximizer(regularization(divergence, node));
    ReportProfile reports = reports(GoldenCase.matrix(node.path("rewards")), node.path("sizes"));
    MechanismOutcome outcome = new Mechanism<>(rule, new AffineMaximizerPayment()).run(reports);
    JsonNode expected = node.path("expected");
    close(expected.path("policy"), outcome.policy().probabilities());
    close(expected.path("divergence"), outcome.divergence());
    close(expected.path("affineSocialWelfare"), outcome.affineSocialWelfare());
    close(expected.path("payments"), outcome.payments());
    close(expected.path("utilities"), outcome.utilities());
  }

  private static void nash(JsonNode node) {
    for (JsonNode game : node.path("cases")) {
      var rule = new NashWelfareMaximizer(regularization(new ReverseKl(), game));
      ReportProfile reports = reports(GoldenCase.matrix(game.path("rewards")), game.path("sizes"));
      Policy policy = rule.train(reports);
      close(game.path("expected").path("policy"), policy.probabilities());
      double objective = -rule.regularization().lambda() * rule.divergence(reports);
      for (int i = 0; i < reports.size(); i++) {
        double valuation = policy.expectation(reports.group(i).reward());
        close(game.path("expected").path("valuations").path(i), valuation);
        objective += reports.group(i).size() * Math.log(valuation);
      }
      close(game.path("expected").path("objective"), objective);
    }
    JsonNode cycle = node.path("cycleMonotonicityViolation");
    var rule = new NashWelfareMaximizer(regularization(new ReverseKl(), node.path("cases").get(0)));
    Group a = group("1", 1, cycle.path("typeA"));
    Group b = group("1", 1, cycle.path("typeB"));
    ReportProfile reports = game(a, group("2", 1, cycle.path("opponent")));
    var verdict = CycleMonotonicity.check(rule, reports, 0, List.of(a, b), 1e-9);
    Verdict.Refuted<?, ?> refuted = assertInstanceOf(Verdict.Refuted.class, verdict);
    var violation = (CycleMonotonicity.Violation) refuted.counterexample();
    close(cycle.path("cycleSum"), violation.cycle().sum());
    assertEquals(2, violation.types().size());
  }

  private static void theorem33(JsonNode node) {
    var rule = new SocialWelfareMaximizer(regularization(new ReverseKl(), node));
    Group truth = group("1", 1, node.path("reward"));
    Group lie = group("1", 1, node.path("polarised"));
    for (JsonNode game : node.path("cases")) {
      Group opponent = group("2", 1, game.path("opponent"));
      close(game.path("truthValue"), value(rule, game(truth, opponent), truth));
      close(game.path("polarisedValue"), value(rule, game(lie, opponent), truth));
      assertTrue(
          game.path("polarisedValue").asDouble() > game.path("truthValue").asDouble(),
          "polarising pays");
    }
    counterexample(node.path("counterexample"));
  }

  /**
   * Theorem 3.3 as printed says that some lie beats the truth whatever the others report, unless
   * the reward is flat on its support. It does not: opponents can put the mass on any two outcomes,
   * so such a lie would have to raise differences everywhere, which a zero reward does not leave
   * room for.
   */
  private static void counterexample(JsonNode node) {
    var rule = new SocialWelfareMaximizer(regularization(new ReverseKl(), node));
    Group truth = group("1", 1, node.path("reward"));
    Group others = group("others", 1, node.path("opponentAggregate"));
    double honest = value(rule, game(truth, others), truth);
    for (JsonNode each : node.path("values")) {
      double value = value(rule, game(group("1", 1, each.path("report")), others), truth);
      close(each.path("value"), value);
      assertTrue(value <= honest, "no polarised report beats the truth here");
    }
    JsonNode wrongWay = node.path("paperPolarisationWrongWay");
    var alone = new SocialWelfareMaximizer(regularization(new ReverseKl(), wrongWay));
    double change =
        value(alone, game(group("1", 1, wrongWay.path("report"))), truth)
            - value(alone, game(truth), truth);
    close(wrongWay.path("deltaValue"), change);
  }

  private static void checkpoints(JsonNode node) {
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 0.5, Policy.uniform(3)));
    Group truth = Group.of("1", 1, 0.7, 0.3, 0);
    Group other = Group.of("2", 1, 0, 0.2, 0.8);
    close(
        node.path("exactPayment"),
        new AffineMaximizerPayment().payment(rule, game(truth, other), 0));
    for (JsonNode each : node.path("cases")) {
      List<Double> fractions = new ArrayList<>();
      each.path("checkpoints").forEach(f -> fractions.add(f.asDouble()));
      var payment = new CheckpointPivotPayment(fractions);
      var mechanism = new Mechanism<>(rule, payment);
      Group lie = group("1", 1, each.path("misreport"));
      close(each.path("truth").path("payment"), payment.payment(rule, game(truth, other), 0));
      double honest = mechanism.utility(game(truth, other), 0, truth);
      close(each.path("truth").path("utility"), honest);
      double lying = mechanism.utility(game(lie, other), 0, truth);
      close(each.path("deviation").path("utility"), lying);
      close(each.path("deviation").path("payment"), payment.payment(rule, game(lie, other), 0));
      payment
          .epsilon(rule, game(truth, other), 0)
          .ifPresent(
              epsilon -> assertTrue(lying - honest <= epsilon + 1e-12, "the certificate holds"));
    }
  }

  private static void truncated(JsonNode node) {
    var rule =
        new SocialWelfareMaximizer(new Regularization(new ReverseKl(), 0.5, Policy.uniform(3)));
    Group truth = Group.of("1", 1, 0.7, 0.3, 0);
    Group other = Group.of("2", 1, 0, 0.2, 0.8);
    for (JsonNode each : node.path("cases")) {
      var payment = new TruncatedTrainingPayment(each.path("s").asDouble());
      var mechanism = new Mechanism<>(rule, payment);
      double honest = mechanism.utility(game(truth, other), 0, truth);
      close(each.path("truth").path("utility"), honest);
      close(each.path("truth").path("payment"), payment.payment(rule, game(truth, other), 0));
      for (JsonNode lie : each.path("misreports")) {
        ReportProfile reports = game(group("1", 1, lie.path("report")), other);
        double lying = mechanism.utility(reports, 0, truth);
        close(lie.path("utility"), lying);
        close(lie.path("payment"), payment.payment(rule, reports, 0));
        assertTrue(lying <= honest, "no lie pays");
      }
    }
    JsonNode negative = node.path("negativePaymentExample");
    ReportProfile reports =
        game(group("1", 1, negative.path("rm_1")), group("2", 1, negative.path("rm_2")));
    close(
        negative.path("payment"),
        new TruncatedTrainingPayment(negative.path("s").asDouble()).payment(rule, reports, 0));
    close(negative.path("exact"), new AffineMaximizerPayment().payment(rule, reports, 0));
  }

  private static void noise(JsonNode node) {
    var rule = new SocialWelfareMaximizer(regularization(new ReverseKl(), node));
    double[][] rewards = GoldenCase.matrix(node.path("rewards"));
    double[][] errors = GoldenCase.matrix(node.path("noise"));
    double[][] noisy = new double[rewards.length][];
    for (int i = 0; i < rewards.length; i++) {
      noisy[i] = Reward.of(rewards[i]).minus(1, Reward.of(errors[i]), -1).values();
    }
    ReportProfile reports = reports(rewards, node.path("sizes"));
    WelfareLoss loss = WelfareLoss.of(rule, reports, reports(noisy, node.path("sizes")));
    JsonNode expected = node.path("expected");
    close(
        expected.path("noisyPolicy"),
        rule.train(reports(noisy, node.path("sizes"))).probabilities());
    close(expected.path("asw"), rule.optimum(reports).value());
    close(expected.path("loss"), loss.loss());
    close(expected.path("lemma48Bound"), loss.lemma());
    close(expected.path("secondOrderBoundKL"), loss.byEpsilon());
    close(node.path("epsilon"), loss.epsilon());
    close(expected.path("aswUnderNoise"), rule.optimum(reports).value() - loss.loss());
  }

  private static void cycles(JsonNode node) {
    var rule = new SocialWelfareMaximizer(regularization(new ReverseKl(), node));
    Group others = group("others", 1, node.path("others"));
    List<Group> types = new ArrayList<>();
    for (JsonNode type : node.path("types")) {
      types.add(group("1", type.path("size").asDouble(), type.path("reward")));
    }
    ReportProfile reports = game(types.getFirst(), others);
    TypeGraph graph = TypeGraph.of(rule, reports, 0, types);
    double[][] paths = graph.shortestPaths(0);
    double[] rochet = new double[types.size()];
    double[] affine = new double[types.size()];
    for (int a = 0; a < types.size(); a++) {
      for (int b = 0; b < types.size(); b++) {
        close(node.path("lengthMatrix").path(a).path(b), graph.length(a, b));
      }
      close(node.path("shortestPaths").path(a), paths[a]);
      ReportProfile reported = reports.withReport(0, types.get(a));
      rochet[a] = new RochetPayment(types).payment(rule, reported, 0);
      affine[a] = new AffineMaximizerPayment().payment(rule, reported, 0);
    }
    close(node.path("rochetPaymentsRoot0"), rochet);
    close(node.path("affinePayments"), affine);
    close(node.path("cycle0120"), graph.cycle(List.of(0, 1, 2)).sum());
  }

  private static void sybils(JsonNode node, JsonNode split) {
    var rule = new SocialWelfareMaximizer(regularization(new ReverseKl(), node));
    int parts = split.path("k").asInt();
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      groups.add(group("A" + i, node.path("sizeA").asDouble() / parts, node.path("rewardA")));
    }
    groups.add(group("B", node.path("sizeB").asDouble(), node.path("rewardB")));
    MechanismOutcome outcome =
        new Mechanism<>(rule, new AffineMaximizerPayment()).run(game(groups.toArray(Group[]::new)));
    close(split.path("totalPayment"), outcome.revenue() - outcome.groups().getLast().payment());
  }

  private static double value(SocialWelfareMaximizer rule, ReportProfile reports, Group truth) {
    return new Mechanism<>(rule, new NoPayment()).value(reports, truth);
  }

  private static Regularization regularization(Divergence divergence, JsonNode node) {
    return new Regularization(
        divergence,
        node.path("lambda").asDouble(),
        Policy.of(GoldenCase.vector(node.path("initialPolicy"))));
  }

  private static ReportProfile reports(double[][] rewards, JsonNode sizes) {
    Group[] groups = new Group[rewards.length];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = Group.of("g" + i, sizes.path(i).asDouble(), rewards[i]);
    }
    return game(groups);
  }

  private static ReportProfile game(Group... groups) {
    return ReportProfile.of(OutcomeSpace.ofSize(groups[0].reward().size()), FREE, List.of(groups));
  }

  private static Group group(String name, double size, JsonNode reward) {
    return Group.of(name, size, GoldenCase.vector(reward));
  }

  private static void close(JsonNode expected, double actual) {
    assertTrue(expected.isNumber(), "nothing is expected");
    assertClose(expected.asDouble(), actual, 1e-10, 1e-10, "");
  }

  private static void close(JsonNode expected, double[] actual) {
    assertEquals(expected.size(), actual.length);
    for (int x = 0; x < actual.length; x++) {
      close(expected.path(x), actual[x]);
    }
  }
}
