package org.plumbline.mechanism;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.plumbline.testkit.CloseAssertions.assertClose;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.plumbline.mechanism.divergence.Divergence;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.divergence.SquaredEuclidean;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.payment.MechanismOutcome;
import org.plumbline.mechanism.payment.NoPayment;
import org.plumbline.mechanism.payment.Premium;
import org.plumbline.mechanism.payment.RevenueMaximizingPayment;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenFile;

/** Whole games in 130-digit arithmetic, by the definitions of the paper. */
class GoldenMechanismTest {

  @TestFactory
  List<DynamicTest> everyGame() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode game : GoldenFile.json(getClass(), "golden-mechanism.json").path("cases")) {
      String id = game.path("id").asText();
      tests.add(DynamicTest.dynamicTest(id, () -> new Game(game).check()));
    }
    assertTrue(!tests.isEmpty(), "no case");
    return tests;
  }

  /** One case with the objects that are made from it. */
  private record Game(
      JsonNode node, SocialWelfareMaximizer rule, ReportProfile reports, double scale) {

    Game(JsonNode node) {
      this(node, rule(node), reports(node), scale(node));
    }

    void check() {
      Mechanism<SocialWelfareMaximizer> mechanism =
          new Mechanism<>(rule, new AffineMaximizerPayment());
      MechanismOutcome outcome = mechanism.run(reports);
      JsonNode expected = node.path("expected");
      vector(
          expected.path("aggregateReward"),
          rule.aggregate(reports).values(),
          1e-14,
          0,
          "aggregate");
      vector(expected.path("policy"), outcome.policy().probabilities(), 0, 1e-12, "policy");
      vector(expected.path("logPolicy"), outcome.policy().logProbabilities(), 1e-12, 1e-15, "log");
      assertClose(
          expected.path("divergence").asDouble(), outcome.divergence(), 1e-11, 1e-14, " of D");
      money(expected.path("socialWelfare"), outcome.socialWelfare(), "social welfare");
      money(expected.path("affineSocialWelfare"), outcome.affineSocialWelfare(), "affine welfare");
      money(expected.path("affineSocialWelfare"), rule.optimum(reports).value(), "F");
      checkGroups(expected, outcome);
      checkLeaveOneOut(expected.path("leaveOneOut"));
      if (expected.has("revenueMaximizing")) {
        checkRevenue(expected.path("revenueMaximizing"));
      }
      if (node.has("misreport")) {
        checkMisreport(node.path("misreport"), mechanism);
      }
    }

    private void checkGroups(JsonNode expected, MechanismOutcome outcome) {
      for (int i = 0; i < reports.size(); i++) {
        var group = outcome.groups().get(i);
        money(expected.path("valuations").path(i), group.valuation(), "valuation " + i);
        money(expected.path("groupValues").path(i), group.groupValue(), "value " + i);
        money(expected.path("payments").path(i), group.payment(), "payment " + i);
        money(expected.path("utilities").path(i), group.utility(), "utility " + i);
        money(
            expected.path("payments").path(i),
            new AffineMaximizerPayment().payment(rule, reports, i),
            "single payment " + i);
      }
      money(expected.path("revenue"), outcome.revenue(), "revenue");
    }

    private void checkLeaveOneOut(JsonNode expected) {
      List<AggregateReward> others = rule.aggregatesWithoutEach(reports);
      for (int i = 0; i < others.size(); i++) {
        Optimum without = rule.regularization().maximize(others.get(i));
        JsonNode wanted = expected.path(i);
        vector(wanted.path("policy"), without.policy().probabilities(), 0, 1e-12, "without " + i);
        money(wanted.path("affineSocialWelfare"), without.value(), "welfare without " + i);
      }
    }

    private void checkRevenue(JsonNode expected) {
      RevenueMaximizingPayment rule =
          new RevenueMaximizingPayment(expected.path("minSize").asLong());
      MechanismOutcome outcome = new Mechanism<>(this.rule, rule).run(reports);
      List<Premium> premiums = rule.premiums(this.rule, reports);
      for (int i = 0; i < premiums.size(); i++) {
        money(expected.path("infimumUtilities").path(i), premiums.get(i).infimum(), "infimum " + i);
        vector(
            expected.path("infimumReports").path(i),
            premiums.get(i).binding().values(),
            0,
            1e-9,
            "binding type " + i);
        money(expected.path("payments").path(i), outcome.payments()[i], "revenue payment " + i);
        money(expected.path("utilities").path(i), outcome.utilities()[i], "revenue utility " + i);
      }
    }

    private void checkMisreport(JsonNode lie, Mechanism<SocialWelfareMaximizer> mechanism) {
      int index = lie.path("group").asInt();
      Group truth = reports.group(index);
      Group report =
          Group.of(
              truth.name(), lie.path("size").asDouble(), GoldenCase.vector(lie.path("reward")));
      ReportProfile lying = reports.withReport(index, report);
      JsonNode expected = lie.path("expected");
      vector(
          expected.path("policy"),
          rule.train(lying).probabilities(),
          0,
          1e-12,
          "policy of the lie");
      MechanismOutcome outcome = mechanism.run(lying);
      money(expected.path("payment"), outcome.payments()[index], "payment of the lie");
      money(expected.path("trueGroupValue"), mechanism.value(lying, truth), "value of the lie");
      money(expected.path("utility"), mechanism.utility(lying, index, truth), "utility of the lie");
      double gain =
          mechanism.utility(lying, index, truth) - mechanism.utility(reports, index, truth);
      assertClose(expected.path("regret").asDouble(), -gain, 0, 2e-12 * scale, " of the regret");
      Mechanism<SocialWelfareMaximizer> free = new Mechanism<>(rule, new NoPayment());
      assertClose(
          expected.path("gainWithoutPayments").asDouble(),
          free.utility(lying, index, truth) - free.utility(reports, index, truth),
          0,
          2e-12 * scale,
          " of the gain without payments");
    }

    /** As the file says: 1e-12 of the scale, and 1e-11 of the number if it is above 1e-40. */
    private void money(JsonNode expected, double actual, String what) {
      if (expected.isMissingNode()) {
        return;
      }
      double number = expected.asDouble();
      assertClose(number, actual, 0, 1e-12 * scale, " of " + what);
      if (Math.abs(number) > 1e-40) {
        assertClose(number, actual, 1e-11, 0, " (relative) of " + what);
      }
    }

    private static void vector(
        JsonNode expected, double[] actual, double relative, double absolute, String what) {
      for (int x = 0; x < expected.size(); x++) {
        assertClose(
            expected.path(x).asDouble(), actual[x], relative, absolute, " of " + what + " " + x);
      }
    }

    private static SocialWelfareMaximizer rule(JsonNode node) {
      Divergence divergence =
          switch (node.path("regularizer").asText()) {
            case "KL" -> new ReverseKl();
            case "L2" -> new SquaredEuclidean();
            default -> fail("unknown regularizer " + node.path("regularizer"));
          };
      return new SocialWelfareMaximizer(
          new Regularization(
              divergence,
              node.path("lambda").asDouble(),
              Policy.of(GoldenCase.vector(node.path("initialPolicy")))));
    }

    private static ReportProfile reports(JsonNode node) {
      List<Group> groups = new ArrayList<>();
      for (JsonNode group : node.path("groups")) {
        groups.add(
            Group.of(
                group.path("name").asText(),
                group.path("size").asDouble(),
                GoldenCase.vector(group.path("reward"))));
      }
      Normalization normalization =
          switch (node.path("normalization").asText()) {
            case "SUM_TO_ONE" -> new Normalization.SumToOne();
            case "MAX_ONE" -> new Normalization.MaxOne();
            case "NONE" -> new Normalization.Free();
            default -> fail("unknown normalization " + node.path("normalization"));
          };
      int outcomes = node.path("initialPolicy").size();
      return ReportProfile.of(OutcomeSpace.ofSize(outcomes), normalization, groups);
    }

    private static double scale(JsonNode node) {
      double largest = 1;
      for (JsonNode reward : node.path("expected").path("aggregateReward")) {
        largest = Math.max(largest, reward.asDouble());
      }
      return largest;
    }
  }
}
