package org.plumbline.cli.game;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.plumbline.cli.game.GameOptions.PaymentChoice;
import org.plumbline.cli.game.LedgerRound.Bill;
import org.plumbline.cli.game.LedgerRound.PromptRow;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.cli.game.LedgerRound.Terms;
import org.plumbline.cli.game.RoundArithmetic.Played;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.mechanism.sampled.Origin;
import org.plumbline.mechanism.sampled.PaymentEstimate;
import org.plumbline.mechanism.sampled.SampleSet;
import org.plumbline.mechanism.sampled.SampledPayments;

/** A round whose outcome is a trained policy, of which samples are known. */
final class TrainedRound {
  private TrainedRound() {}

  static Played play(Terms terms, List<PromptRow> prompts, List<Report> reports) {
    require(
        reports.stream().allMatch(report -> report.reserve() == 0),
        "reserve prices need the welfare of every set of groups, so the outcome must be candidates (got trained)");
    List<double[][]> rewards = RoundArithmetic.byPrompt(reports);
    List<SampleSet> sets = new ArrayList<>();
    double divergence = 0;
    double[][] log = new double[prompts.size()][];
    for (int x = 0; x < prompts.size(); x++) {
      double[] ratios = prompts.get(x).logRatios();
      if (ratios == null) {
        throw new InvalidInputException(
            "prompt %d of a trained round has no log ratios; play again".formatted(x + 1));
      }
      sets.add(new SampleSet(rewards.get(x), new Origin.Scored(new double[ratios.length], ratios)));
      divergence += Arrays.stream(ratios).average().orElseThrow() / prompts.size();
      log[x] = new double[ratios.length];
      Arrays.fill(log[x], -Math.log(ratios.length));
    }
    double[] sizes = RoundArithmetic.sizes(reports);
    List<PaymentEstimate> estimates = new SampledPayments(sizes, terms.lambda()).estimate(sets);
    List<Bill> bills = new ArrayList<>();
    double welfare = -terms.lambda() * divergence;
    for (int i = 0; i < reports.size(); i++) {
      double value = 0;
      for (double[] row : reports.get(i).rewards()) {
        value += Arrays.stream(row).average().orElseThrow() / prompts.size();
      }
      welfare += sizes[i] * value;
      bills.add(bill(reports.get(i).name(), sizes[i], value, terms, estimates.get(i)));
    }
    return new Played(new LedgerRound.Outcome(log, new int[0], welfare, divergence), bills);
  }

  private static Bill bill(
      String name, double size, double value, Terms terms, PaymentEstimate estimate) {
    if (terms.payment() == PaymentChoice.NONE) {
      return Bill.exact(name, true, value, size, 0);
    }
    return switch (estimate) {
      case PaymentEstimate.Accepted a ->
          new Bill(
              name,
              true,
              value,
              a.value(),
              a.standardError(),
              a.low(),
              a.high(),
              size * value - a.value(),
              null);
      case PaymentEstimate.Refused refused ->
          new Bill(name, true, value, null, null, null, null, null, refused.message());
    };
  }
}
