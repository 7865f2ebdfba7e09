package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.mechanism.InvalidGameException;

/** All numbers of a round that follow from its terms, prompts and reports. */
final class RoundArithmetic {
  private RoundArithmetic() {}

  /** What the round came to, from what went into it. */
  static LedgerRound again(LedgerRound round) {
    return of(
        round.round(),
        round.previous(),
        round.terms(),
        round.provenance(),
        round.prompts(),
        round.reports());
  }

  /**
   * Plays a round.
   *
   * @param given reports; what follows from them is filled in
   * @throws InvalidInputException if a report breaks a rule of the game
   */
  static LedgerRound of(
      int round,
      String previous,
      LedgerRound.Terms terms,
      LedgerRound.Provenance provenance,
      List<PromptRow> prompts,
      List<Report> given) {
    try {
      List<Report> reports = given.stream().map(report -> filled(report, terms, given)).toList();
      Played played =
          switch (terms.kind()) {
            case LISTED -> ListedRound.play(terms, provenance.seed(), prompts, reports);
            case CANDIDATES -> CandidateRound.play(terms, provenance.seed(), reports);
            case TRAINED -> TrainedRound.play(terms, prompts, reports);
          };
      return new LedgerRound(
          round, previous, terms, provenance, prompts, reports, played.outcome(), played.bills());
    } catch (InvalidGameException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What a round comes to. */
  record Played(LedgerRound.Outcome outcome, List<LedgerRound.Bill> bills) {}

  private static Report filled(Report report, LedgerRound.Terms terms, List<Report> all) {
    RewardMap map =
        terms.kind() == LedgerRound.Kind.LISTED ? null : RewardMap.parse(terms.rewardMap());
    double[][] rewards = new double[report.scores().length][];
    for (int x = 0; x < rewards.length; x++) {
      rewards[x] = report.scores()[x].clone();
      for (int k = 0; map != null && k < rewards[x].length; k++) {
        rewards[x][k] = map.apply(rewards[x][k]);
      }
    }
    boolean reserves = all.stream().anyMatch(each -> each.reserve() > 0);
    return new Report(
        report.name(),
        report.size(),
        report.budget(),
        report.reserve(),
        Budgets.counted(report, terms, reserves),
        report.source(),
        report.scores(),
        rewards);
  }

  /** Rewards as [groups, outcomes] of each prompt, of these groups only. */
  static List<double[][]> byPrompt(List<Report> reports) {
    int prompts = reports.getFirst().rewards().length;
    List<double[][]> rows = new ArrayList<>();
    for (int x = 0; x < prompts; x++) {
      int prompt = x;
      rows.add(reports.stream().map(report -> report.rewards()[prompt]).toArray(double[][]::new));
    }
    return rows;
  }

  /** Members that count, of each group. */
  static double[] sizes(List<Report> reports) {
    return reports.stream().mapToDouble(Report::counted).toArray();
  }
}
