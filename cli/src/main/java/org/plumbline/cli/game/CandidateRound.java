package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.plumbline.cli.game.GameOptions.PaymentChoice;
import org.plumbline.cli.game.LedgerRound.Bill;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.cli.game.LedgerRound.Terms;
import org.plumbline.cli.game.RoundArithmetic.Played;
import org.plumbline.core.random.Seeds;
import org.plumbline.mechanism.reserve.ReservePrices;
import org.plumbline.mechanism.sampled.CandidateMechanism;

/** A round whose outcome is drawn from candidates that were written before any report. */
final class CandidateRound {
  private CandidateRound() {}

  static Played play(Terms terms, long seed, List<Report> reports) {
    CandidateMechanism mechanism = new CandidateMechanism(terms.lambda());
    return reports.stream().anyMatch(report -> report.reserve() > 0)
        ? withReserves(mechanism, seed, terms, reports)
        : plain(mechanism, seed, terms, reports);
  }

  private static Played plain(
      CandidateMechanism mechanism, long seed, Terms terms, List<Report> reports) {
    CandidateMechanism.Outcome outcome =
        mechanism.play(RoundArithmetic.byPrompt(reports), RoundArithmetic.sizes(reports));
    boolean free = terms.payment() == PaymentChoice.NONE;
    List<Bill> bills = new ArrayList<>();
    for (int i = 0; i < reports.size(); i++) {
      double value = reports.get(i).counted() * outcome.values()[i];
      double payment = free ? 0 : outcome.payments()[i];
      bills.add(
          new Bill(
              reports.get(i).name(),
              true,
              outcome.values()[i],
              payment,
              free ? 0 : outcome.standardErrors()[i],
              free ? 0 : outcome.low()[i],
              free ? 0 : outcome.high()[i],
              value - payment,
              null));
    }
    return new Played(outcome(outcome, seed), bills);
  }

  /** Sets of groups are tried; payments are differences of welfare, and have no intervals. */
  private static Played withReserves(
      CandidateMechanism mechanism, long seed, Terms terms, List<Report> reports) {
    ReservePrices prices =
        new ReservePrices(reports.stream().mapToDouble(Report::reserve).toArray());
    ReservePrices.Served served =
        prices.serve(
            set -> {
              List<Report> some = some(reports, set);
              return some.isEmpty() ? 0 : play(mechanism, some).welfare();
            });
    List<Report> some = some(reports, served.groups());
    CandidateMechanism.Outcome outcome = some.isEmpty() ? nobody(reports) : play(mechanism, some);
    boolean free = terms.payment() == PaymentChoice.NONE;
    List<Bill> bills = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < reports.size(); i++) {
      boolean in = served.groups()[i];
      double value = in ? outcome.values()[at++] : 0;
      long counted = reports.get(i).counted();
      double payment = free ? 0 : served.payment(i, counted * value);
      bills.add(Bill.exact(reports.get(i).name(), in, value, counted, payment));
    }
    return new Played(outcome(outcome, seed), bills);
  }

  private static CandidateMechanism.Outcome play(CandidateMechanism mechanism, List<Report> some) {
    return mechanism.play(RoundArithmetic.byPrompt(some), RoundArithmetic.sizes(some));
  }

  /** Nobody is served: the initial policy, by a game whose rewards are 0. */
  private static CandidateMechanism.Outcome nobody(List<Report> reports) {
    List<double[][]> zero = new ArrayList<>();
    for (double[] row : reports.getFirst().rewards()) {
      zero.add(new double[1][row.length]);
    }
    return new CandidateMechanism(1).play(zero, new double[] {1});
  }

  static List<Report> some(List<Report> reports, boolean[] set) {
    List<Report> some = new ArrayList<>();
    for (int i = 0; i < set.length; i++) {
      if (set[i]) {
        some.add(reports.get(i));
      }
    }
    return some;
  }

  private static LedgerRound.Outcome outcome(CandidateMechanism.Outcome outcome, long seed) {
    int[] drawn = new int[outcome.logPolicy().length];
    for (int x = 0; x < drawn.length; x++) {
      SplittableRandom random = new Seeds(seed).child("outcome", x).stream("draw");
      drawn[x] = draw(outcome.logPolicy()[x], random.nextDouble());
    }
    return new LedgerRound.Outcome(outcome.logPolicy(), drawn, outcome.welfare(), outcome.kl());
  }

  private static int draw(double[] log, double uniform) {
    double left = uniform;
    for (int k = 0; k < log.length - 1; k++) {
      left -= Math.exp(log[k]);
      if (left < 0) {
        return k;
      }
    }
    return log.length - 1;
  }
}
