package org.plumbline.mechanism.audit;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * Whether a group gains by taking part under several names. Truthfulness does not prevent it: a
 * welfare maximiser makes the same policy, and the parts pay less together. Verify identities.
 */
public final class FalseNameAudit {

  private FalseNameAudit() {}

  /**
   * One way to split.
   *
   * @param parts how many names
   * @param totalPayment of all of them
   * @param totalUtility of all of them
   */
  public record Split(int parts, double totalPayment, double totalUtility) {}

  /**
   * No split pays.
   *
   * @param splits all that were tried, the honest one first
   */
  public record Certificate(List<Split> splits) {
    public Certificate {
      splits = List.copyOf(splits);
    }
  }

  /**
   * A split pays.
   *
   * @param group that would split
   * @param best into so many
   * @param gain what that wins
   * @param splits all that were tried, the honest one first
   */
  public record ProfitableSplit(String group, Split best, double gain, List<Split> splits) {
    public ProfitableSplit {
      splits = List.copyOf(splits);
    }
  }

  /**
   * Splits one group into 2 to so many parts of nearly equal sizes and the same reward model.
   *
   * @param mostParts at most as many as members
   * @param tolerance a gain that counts as rounding
   */
  public static <R extends TrainingRule> Verdict<Certificate, ProfitableSplit> audit(
      Mechanism<R> mechanism, ReportProfile truth, int group, int mostParts, double tolerance) {
    Group own = truth.group(group);
    List<Split> splits = new ArrayList<>();
    for (int parts = 1; parts <= Math.min(mostParts, own.size()); parts++) {
      splits.add(split(mechanism, truth, group, parts));
    }
    Split best = splits.getFirst();
    for (Split split : splits) {
      best = split.totalUtility() > best.totalUtility() ? split : best;
    }
    double gain = best.totalUtility() - splits.getFirst().totalUtility();
    return gain > tolerance
        ? new Verdict.Refuted<>(new ProfitableSplit(own.name(), best, gain, splits))
        : new Verdict.Certified<>(new Certificate(splits));
  }

  private static <R extends TrainingRule> Split split(
      Mechanism<R> mechanism, ReportProfile truth, int group, int parts) {
    Group own = truth.group(group);
    List<Group> groups = new ArrayList<>(truth.groups());
    groups.remove(group);
    int first = groups.size();
    for (int i = 0; i < parts; i++) {
      long size = own.size() / parts + (i < own.size() % parts ? 1 : 0);
      groups.add(new Group(name(own, i), size, own.reward()));
    }
    var outcome = mechanism.run(ReportProfile.of(truth.outcomes(), truth.normalization(), groups));
    double payment = 0;
    double utility = 0;
    for (var part : outcome.groups().subList(first, groups.size())) {
      payment += part.payment();
      utility += part.utility();
    }
    return new Split(parts, payment, utility);
  }

  /** The first part keeps the name, and with it the weight of an affine rule. */
  private static String name(Group own, int part) {
    return part == 0 ? own.name() : own.name() + " #" + (part + 1);
  }
}
