package org.plumbline.cli.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.plumbline.cli.game.LedgerRound.Kind;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.cli.game.LedgerRound.Provenance;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.cli.game.LedgerRound.Terms;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.testkit.SeededRandom;

final class BudgetsTest {

  @Test
  void nobodyIsEverBilledMoreThanItsBudget() {
    SeededRandom.forAll(
        300,
        random -> {
          double lambda = Math.exp(1.5 * random.gaussian());
          boolean reserves = random.integer(0, 2) == 0;
          List<Report> reports = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            double budget = Math.max(1, 1 / (8 * lambda)) + 3 * random.generator().nextDouble();
            reports.add(
                report("group " + i, random.integer(1, 40), budget, reserves ? 0.3 : 0, random));
          }
          LedgerRound round = played(lambda, reports);
          for (int i = 0; i < 3; i++) {
            Double payment = round.bills().get(i).payment();
            Double budget = round.reports().get(i).budget();
            assertTrue(
                payment != null && budget != null && payment <= budget + 1e-9, round.bills() + "");
          }
        });
  }

  @Test
  void aLargeBudgetCountsEverybodyAndATinyOneIsRefused() {
    SeededRandom random = new SeededRandom(2);
    Report rich = report("rich", 5, 5, 0, random);
    assertEquals(5, played(1, List.of(rich)).reports().getFirst().counted());
    Report poor = report("poor", 5, 0.1, 0, random);
    InvalidInputException refused =
        assertThrows(InvalidInputException.class, () -> played(1, List.of(poor)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("have to pay 0.125"), refused.toString());
  }

  private static Report report(
      String name, long size, double budget, double reserve, SeededRandom random) {
    double[][] rewards = {random.generator().doubles(6).toArray()};
    return new Report(name, size, budget, reserve, 0, List.of(), rewards, new double[0][]);
  }

  private static LedgerRound played(double lambda, List<Report> reports) {
    Terms terms =
        new Terms(
            "test",
            "",
            Kind.CANDIDATES,
            GameOptions.GameDivergence.REVERSE_KL,
            lambda,
            GameOptions.PaymentChoice.AFFINE_MAXIMIZER,
            GameOptions.Normalisation.NONE,
            GameOptions.RuleChoice.SOCIAL_WELFARE,
            10,
            "linear:0:1");
    PromptRow row = new PromptRow("", List.of("a", "b", "c", "d", "e", "f"), null, null);
    return RoundArithmetic.of(
        1, "", terms, new Provenance(1, Map.of(), Map.of()), List.of(row), reports);
  }
}
