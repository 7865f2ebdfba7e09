package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plumbline.cli.game.GameOptions.Normalisation;
import org.plumbline.cli.game.LedgerRound.Kind;
import org.plumbline.cli.game.LedgerRound.Report;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.mechanism.sampled.Lie;
import org.plumbline.mechanism.sampled.RewardRange;

/**
 * A round whose reports are taken for the truth, to be played again with lies: all chance is in the
 * ledger already, so what a lie would have won is exact.
 *
 * @param round as the ledger has it
 */
public record AuditedGame(LedgerRound round) {

  /**
   * What groups have by their true rewards and sizes.
   *
   * @param values of whole groups, [groups]
   * @param payments of whole groups, [groups]
   * @param logPolicy of each prompt's outcomes, [prompts][outcomes]
   */
  public record Standing(double[] values, double[] payments, double[][] logPolicy) {

    /** Value less payment of some groups together. */
    public double utility(List<Integer> groups) {
      return groups.stream().mapToDouble(i -> values[i] - payments[i]).sum();
    }

    /** Value alone of some groups together. */
    public double value(List<Integer> groups) {
      return groups.stream().mapToDouble(i -> values[i]).sum();
    }
  }

  /**
   * A round that can be audited.
   *
   * @throws InvalidInputException if its outcome is a trained policy: what it would have been after
   *     a lie is not known without training again
   */
  public AuditedGame {
    if (round.terms().kind() == Kind.TRAINED) {
      throw new InvalidInputException(
          "an audit plays a round again with lies, and the outcome of this one is a trained policy; audit the same game with 'outcome: candidates'");
    }
  }

  /** The names of the groups. */
  public List<String> groups() {
    return round.reports().stream().map(Report::name).toList();
  }

  /** Whether a lie's cost is lambda times a KL: reverse KL, affine payments, everybody served. */
  boolean liesCostKl() {
    return round.terms().divergence() == GameOptions.GameDivergence.REVERSE_KL
        && round.terms().payment() == GameOptions.PaymentChoice.AFFINE_MAXIMIZER
        && round.reports().stream().allMatch(report -> report.reserve() == 0);
  }

  /** Whether a lie comes to the true report. */
  boolean isTruth(int group, Lie lie) {
    Report truth = round.reports().get(group);
    Report told = told(truth, lie);
    return told.counted() == truth.counted() && Arrays.deepEquals(told.scores(), truth.rewards());
  }

  /** With everybody's truth. */
  public Standing truth() {
    return with(Map.of());
  }

  /** With lies of some groups. */
  public Standing with(Map<Integer, Lie> lies) {
    List<Report> told = truths();
    lies.forEach((group, lie) -> told.set(group, told(round.reports().get(group), lie)));
    LedgerRound played = play(told);
    double[] values = new double[told.size()];
    double[] payments = new double[told.size()];
    for (int i = 0; i < values.length; i++) {
      LedgerRound.Bill bill = played.bills().get(i);
      values[i] = bill.served() ? value(played, i) : 0;
      Double payment = bill.payment();
      payments[i] = payment == null ? 0 : payment;
    }
    return new Standing(values, payments, played.outcome().logPolicy());
  }

  /** What a group pays in all if it comes as so many groups of equal size. */
  public double paymentInParts(int group, int parts) {
    Report whole = round.reports().get(group);
    List<Report> told = truths();
    told.remove(group);
    for (int part = 1; part <= parts; part++) {
      told.add(
          report(
              whole,
              "%s %d of %d".formatted(whole.name(), part, parts),
              whole.counted() / parts,
              whole.rewards()));
    }
    LedgerRound played = play(told);
    return played.bills().subList(told.size() - parts, told.size()).stream()
        .mapToDouble(bill -> bill.payment() == null ? 0 : bill.payment())
        .sum();
  }

  /** The reports as they counted: rewards in place of scores, and no budget any more. */
  private List<Report> truths() {
    List<Report> truths = new ArrayList<>();
    for (Report report : round.reports()) {
      truths.add(report(report, report.name(), report.counted(), report.rewards()));
    }
    return truths;
  }

  /** Log-probabilities of the first prompt's outcomes if a group were not there. */
  double[] policyWithout(int group) {
    List<Report> others = truths();
    others.remove(group);
    return play(others).outcome().logPolicy()[0];
  }

  /** The true value of a group under the policy of a round. */
  private double value(LedgerRound played, int group) {
    Report truth = round.reports().get(group);
    double sum = 0;
    for (int x = 0; x < truth.rewards().length; x++) {
      double[] log = played.outcome().logPolicy()[x];
      for (int k = 0; k < log.length; k++) {
        sum += Math.exp(log[k]) * truth.rewards()[x][k];
      }
    }
    return truth.counted() * sum / truth.rewards().length;
  }

  private LedgerRound play(List<Report> reports) {
    return RoundArithmetic.of(
        round.round(), round.previous(), linear(), round.provenance(), round.prompts(), reports);
  }

  /** Lies are told in rewards, so they are not mapped once more. */
  private LedgerRound.Terms linear() {
    LedgerRound.Terms t = round.terms();
    return new LedgerRound.Terms(
        t.name(),
        t.description(),
        t.kind(),
        t.divergence(),
        t.lambda(),
        t.payment(),
        t.normalisation(),
        t.rule(),
        t.sharpness(),
        "linear:0:1");
  }

  private Report told(Report truth, Lie lie) {
    RewardRange range = range(truth);
    double[][] lied = new double[truth.rewards().length][];
    for (int x = 0; x < lied.length; x++) {
      lied[x] = normalised(lie.reward(truth.rewards()[x], range));
    }
    long size = Math.max(1, Math.round(lie.size(truth.counted())));
    return report(truth, truth.name(), size, lied);
  }

  private Report report(Report of, String name, long size, double[][] rewards) {
    return new Report(name, size, null, of.reserve(), size, of.source(), rewards, new double[0][]);
  }

  private RewardRange range(Report truth) {
    if (round.terms().kind() != Kind.LISTED
        || round.terms().normalisation() != Normalisation.NONE) {
      return RewardRange.UNIT;
    }
    double[] all = Arrays.stream(truth.rewards()).flatMapToDouble(Arrays::stream).toArray();
    double high = Arrays.stream(all).max().orElseThrow();
    double low = Arrays.stream(all).min().orElseThrow();
    double room = Math.max(high - low, 1e-9);
    return new RewardRange(Math.min(0, low - room), high + room);
  }

  /** The nearest reward of the game's rule. */
  private double[] normalised(double[] rewards) {
    if (round.terms().kind() != Kind.LISTED) {
      return rewards;
    }
    double total =
        switch (round.terms().normalisation()) {
          case NONE -> 1;
          case SUM -> Arrays.stream(rewards).sum();
          case MAXIMUM -> Arrays.stream(rewards).max().orElseThrow();
        };
    return total > 0 ? Arrays.stream(rewards).map(r -> r / total).toArray() : rewards;
  }
}
