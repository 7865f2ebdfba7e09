package org.plumbline.cli.game;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.game.LedgerRound.Bill;
import org.plumbline.cli.game.LedgerRound.Kind;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.cli.game.LedgerRound.Provenance;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.cli.game.LedgerRound.Terms;

/**
 * Makes the next round of a ledger out of a game file.
 *
 * @param game the file
 * @param name of the game
 * @param before the ledger that the round follows
 */
public record RoundInputs(GameFile game, String name, Ledger before) {

  /** A round over outcomes that the file lists. */
  public LedgerRound listed(Provenance provenance) {
    int count = game.groups().getFirst().reward().size();
    List<String> outcomes = outcomes(count);
    PromptRow row = new PromptRow("", outcomes, initial(outcomes), null);
    List<double[][]> scores = new ArrayList<>();
    for (GroupOptions group : game.groups()) {
      require(
          group.reward().size() == outcomes.size(),
          "group '%s' must give a reward to each of the %d outcomes (got %d)",
          group.name(),
          outcomes.size(),
          group.reward().size());
      scores.add(
          new double[][] {group.reward().stream().mapToDouble(Double::doubleValue).toArray()});
    }
    return round(Kind.LISTED, provenance, List.of(row), scores);
  }

  /** A round over texts. */
  public LedgerRound texts(ScoredTexts texts, Provenance provenance) {
    Kind kind =
        switch (game.options().texts().training().outcome()) {
          case CANDIDATES -> Kind.CANDIDATES;
          case TRAINED -> Kind.TRAINED;
        };
    return round(kind, provenance, texts.rows(), texts.scores());
  }

  /** Members of each group that count, which is known before any reward is. */
  public double[] counted() {
    Terms terms = terms(game.options().overTexts() && isTrained() ? Kind.TRAINED : Kind.CANDIDATES);
    boolean reserves = game.groups().stream().anyMatch(group -> group.reserve() > 0);
    return game.groups().stream()
        .mapToDouble(group -> Budgets.counted(report(group, new double[0][]), terms, reserves))
        .toArray();
  }

  private boolean isTrained() {
    return game.options().texts().training().outcome() == GameOptions.OutcomeKind.TRAINED;
  }

  private LedgerRound round(
      Kind kind, Provenance provenance, List<PromptRow> rows, List<double[][]> scores) {
    List<Report> reports = new ArrayList<>();
    for (int i = 0; i < game.groups().size(); i++) {
      reports.add(report(game.groups().get(i), scores.get(i)));
    }
    return RoundArithmetic.of(
        before.rounds().size() + 1, before.lastHash(), terms(kind), provenance, rows, reports);
  }

  private Report report(GroupOptions group, double[][] scores) {
    return new Report(
        group.name(),
        group.size(),
        left(group),
        group.reserve(),
        0,
        group.rewardModel(),
        scores,
        new double[0][]);
  }

  /** What earlier rounds left of a budget. */
  private @Nullable Double left(GroupOptions group) {
    if (group.budget().isEmpty()) {
      return null;
    }
    double left = group.budget().getAsDouble();
    for (Ledger.Entry entry : before.rounds()) {
      for (Bill bill : entry.round().bills()) {
        Double payment = bill.payment();
        left -= bill.group().equals(group.name()) && payment != null ? payment : 0;
      }
    }
    return left;
  }

  private Terms terms(Kind kind) {
    GameOptions options = game.options();
    return new Terms(
        name,
        options.description(),
        kind,
        options.divergence(),
        options.lambda(),
        options.payment(),
        options.listed().normalisation(),
        options.listed().rule(),
        options.listed().sharpness(),
        kind == Kind.LISTED ? "none" : options.texts().rewardMap().toString());
  }

  private List<String> outcomes(int count) {
    List<String> names = game.options().listed().outcomes();
    if (!names.isEmpty()) {
      return names;
    }
    List<String> numbers = new ArrayList<>();
    for (int k = 1; k <= count; k++) {
      numbers.add(String.format(Locale.ROOT, "%d", k));
    }
    return numbers;
  }

  /** Given, or what the round before came to, or uniform. */
  private double[] initial(List<String> outcomes) {
    List<Double> given = game.options().listed().initial();
    double[] initial = given.stream().mapToDouble(Double::doubleValue).toArray();
    if (given.isEmpty() && !before.rounds().isEmpty()) {
      LedgerRound last = before.rounds().getLast().round();
      require(
          last.terms().kind() == Kind.LISTED
              && last.prompts().getFirst().outcomes().equals(outcomes),
          "without 'initial' a round starts from the policy of the round before, which must be over the same outcomes; give 'initial'");
      return Arrays.stream(last.outcome().logPolicy()[0]).map(Math::exp).toArray();
    }
    if (given.isEmpty()) {
      initial = new double[outcomes.size()];
      Arrays.fill(initial, 1.0 / initial.length);
    }
    require(
        initial.length == outcomes.size(),
        "'initial' must give a probability to each of the %d outcomes (got %d)",
        outcomes.size(),
        initial.length);
    return initial;
  }
}
