package org.plumbline.mechanism.audit;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * Whether several groups gain by lying together, their utilities added. Truthfulness of each alone
 * does not prevent it.
 *
 * @param <R> the kind of training rule
 * @param mechanism to be audited
 * @param options how hard to look
 */
public record CollusionAudit<R extends TrainingRule>(Mechanism<R> mechanism, AuditOptions options) {

  /**
   * No joint lie was found that pays.
   *
   * @param lies how many were tried
   * @param largestGain of all of them, 0 for the truth
   */
  public record Certificate(long lies, double largestGain) {}

  /**
   * A joint lie pays.
   *
   * @param reports of the coalition
   * @param truthfulUtility of its groups together
   * @param utility after the lie
   */
  public record Collusion(List<Group> reports, double truthfulUtility, double utility) {
    public Collusion {
      reports = List.copyOf(reports);
    }

    /** What the coalition wins. */
    public double gain() {
      return utility - truthfulUtility;
    }
  }

  /** Tries larger sizes, common rewards and random ones for the groups of a coalition. */
  public Verdict<Certificate, Collusion> audit(
      ReportProfile truth, List<Integer> coalition, RandomGenerator random) {
    unless(
        coalition.size() >= 2 && coalition.stream().distinct().count() == coalition.size(),
        "a coalition has at least two different groups (got %s)",
        coalition);
    double honest = utility(truth, truth, coalition);
    List<List<Group>> lies = lies(truth, coalition, random);
    Collusion best = new Collusion(own(truth, coalition), honest, honest);
    for (List<Group> lie : lies) {
      ReportProfile reports = truth;
      for (int i = 0; i < lie.size(); i++) {
        reports = reports.withTrusted(coalition.get(i), lie.get(i));
      }
      double reached = utility(reports, truth, coalition);
      if (reached > best.utility()) {
        best = new Collusion(lie, honest, reached);
      }
    }
    double tolerance = new IncentiveAudit<>(mechanism, options).tolerance(truth);
    return best.gain() > tolerance
        ? new Verdict.Refuted<>(best)
        : new Verdict.Certified<>(new Certificate(lies.size(), best.gain()));
  }

  private double utility(ReportProfile reports, ReportProfile truth, List<Integer> coalition) {
    double total = 0;
    for (int group : coalition) {
      total += mechanism.utility(reports, group, truth.group(group));
    }
    return total;
  }

  private static List<Group> own(ReportProfile truth, List<Integer> coalition) {
    return coalition.stream().map(truth::group).toList();
  }

  private List<List<Group>> lies(
      ReportProfile truth, List<Integer> coalition, RandomGenerator random) {
    List<Group> own = own(truth, coalition);
    List<List<Group>> lies = new ArrayList<>();
    for (long size = 1; size <= Math.min(64, options.largestSize()); size++) {
      long each = size;
      lies.add(own.stream().map(g -> g.withSize(Math.max(each, g.size()))).toList());
    }
    for (Group leader : own) {
      lies.add(
          own.stream()
              .map(g -> g.withReward(leader.reward()).withSize(options.largestSize()))
              .toList());
    }
    for (int i = 0; i < options.randomLies(); i++) {
      lies.add(own.stream().map(group -> random(truth, group, random)).toList());
    }
    return lies;
  }

  private Group random(ReportProfile truth, Group group, RandomGenerator random) {
    double[] raw = group.reward().values();
    double stretch = random.nextDouble(0, 3);
    double mean = Arrays.stream(raw).average().orElse(0);
    Arrays.setAll(raw, x -> Math.max(0, raw[x] + stretch * (raw[x] - mean)));
    long size = random.nextLong(1, options.largestSize() + 1);
    try {
      return new Group(group.name(), size, Reward.of(truth.normalization().apply(raw)));
    } catch (InvalidGameException e) {
      return group.withSize(size);
    }
  }
}
