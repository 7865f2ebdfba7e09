package org.plumbline.cli.game;

import static org.plumbline.core.error.Require.require;

import org.plumbline.cli.game.LedgerRound.Kind;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.cli.game.LedgerRound.Terms;

/**
 * How many members a budget covers, before anybody knows a reward.
 *
 * <p>Cutting a payment off at the budget would make lies pay, and so would leaving a group out
 * because its payment came out too high. What a group of w members may have to pay is known before:
 * w at the most with rewards from 0 to 1, and under reverse KL without reserve prices {@code w^2 /
 * (8 lambda)} too (Hoeffding's lemma). A group counts no more members than its budget covers in the
 * worst case; among reports of up to so many members truth stays the best.
 */
final class Budgets {
  private Budgets() {}

  static long counted(Report report, Terms terms, boolean reserves) {
    Double budget = report.budget();
    if (budget == null) {
      return report.size();
    }
    require(
        terms.kind() != Kind.LISTED || terms.normalisation() != GameOptions.Normalisation.NONE,
        "group '%s': a budget needs rewards of a known size, so set 'normalisation' to sum or maximum (got none)",
        report.name());
    boolean quadratic =
        !reserves
            && terms.divergence() == GameOptions.GameDivergence.REVERSE_KL
            && terms.payment() != GameOptions.PaymentChoice.REVENUE_MAXIMIZING;
    double most = budget;
    if (quadratic) {
      most = Math.max(most, Math.sqrt(8 * terms.lambda() * budget));
    }
    double one = quadratic ? Math.min(1, 1 / (8 * terms.lambda())) : 1;
    require(
        most >= 1,
        "group '%s': what is left of its budget, %s, does not cover one member, who may have to pay %s; give more, or leave the budget out",
        report.name(),
        budget,
        one);
    return (long) Math.min(report.size(), Math.floor(most));
  }
}
