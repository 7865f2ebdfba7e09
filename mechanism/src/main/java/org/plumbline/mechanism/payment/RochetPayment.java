package org.plumbline.mechanism.payment;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.List;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.InvalidGameException;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.implementability.Cycle;
import org.plumbline.mechanism.implementability.TypeGraph;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * The largest truthful payment over a finite set of types that is 0 for the first of them: the
 * shortest path to the reported type (the constructive proof of Theorem 3.5). It exists for every
 * rule that is cyclically monotone, and between two points of a coarse set it is not the only one.
 *
 * @param types that groups may have; their names do not matter
 */
public record RochetPayment(List<Group> types) implements PaymentRule<TrainingRule> {
  private static final double TOLERANCE = 1e-12;

  public RochetPayment {
    types = List.copyOf(types);
  }

  @Override
  public String name() {
    return "rochet";
  }

  @Override
  public IncentiveClaim claim() {
    return new IncentiveClaim.Exact("Theorem 3.5, for the given types alone");
  }

  /**
   * What one group pays.
   *
   * @throws InvalidGameException if the report is not among the types, or the rule is not
   *     cyclically monotone on them
   */
  @Override
  public double payment(TrainingRule rule, ReportProfile reports, int group) {
    Group report = reports.group(group);
    int index = indexOf(report);
    TypeGraph graph = TypeGraph.of(rule, reports, group, types);
    Cycle worst = graph.minimumMeanCycle();
    unless(
        worst.mean() >= -TOLERANCE * Math.max(1, reports.members()),
        "no payment makes %s truthful: the types %s, each reported by the next, give %s, and a"
            + " truthful payment needs at least 0",
        rule.name(),
        worst.types(),
        worst.sum());
    return graph.shortestPaths(TOLERANCE)[0][index];
  }

  private int indexOf(Group report) {
    for (int i = 0; i < types.size(); i++) {
      Group type = types.get(i);
      if (type.size() == report.size() && type.reward().equals(report.reward())) {
        return i;
      }
    }
    throw new InvalidGameException(
        ("group '%s' reports none of the %d types that the payment was made for; add its report to"
                + " them")
            .formatted(report.name(), types.size()));
  }
}
