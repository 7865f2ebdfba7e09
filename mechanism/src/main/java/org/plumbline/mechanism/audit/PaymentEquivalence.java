package org.plumbline.mechanism.audit;

import java.util.List;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.implementability.TypeGraph;
import org.plumbline.mechanism.payment.Mechanism;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * How much freedom truthful payments leave on a set of types (Definition 3.6, Theorem 4.5): between
 * two types, payments may differ by {@code -d(b, a)} to {@code d(a, b)}, with d the shortest paths
 * of {@link TypeGraph}. The gap closes as the set becomes dense in a connected domain.
 */
public final class PaymentEquivalence {

  private PaymentEquivalence() {}

  /**
   * A payment is within the band.
   *
   * @param payments of the types
   * @param lowest truthful payments with the same payment for the first type
   * @param highest the same from above
   * @param gap the largest {@code d(a, b) + d(b, a)}: 0 if payments are unique up to a constant
   */
  public record Band(double[] payments, double[] lowest, double[] highest, double gap) {}

  /**
   * A payment is outside: it is not truthful.
   *
   * @param report what a group of the true type says
   * @param truth its type
   * @param gain what that lie wins
   */
  public record Outside(Group report, Group truth, double gain) {}

  /**
   * Compares a mechanism's payments with the band.
   *
   * @param tolerance that counts as rounding
   */
  public static <R extends TrainingRule> Verdict<Band, Outside> check(
      Mechanism<R> mechanism,
      ReportProfile reports,
      int group,
      List<Group> types,
      double tolerance) {
    TypeGraph graph = TypeGraph.of(mechanism.rule(), reports, group, types);
    double[] payments =
        types.stream()
            .mapToDouble(
                type ->
                    mechanism
                        .payment()
                        .payment(mechanism.rule(), reports.withReport(group, type), group))
            .toArray();
    Outside worst = worst(graph, payments);
    if (worst.gain() > tolerance) {
      return new Verdict.Refuted<>(worst);
    }
    return new Verdict.Certified<>(band(graph, payments, tolerance));
  }

  private static Outside worst(TypeGraph graph, double[] payments) {
    Outside worst = new Outside(graph.types().get(0), graph.types().get(0), 0);
    for (int a = 0; a < payments.length; a++) {
      for (int b = 0; b < payments.length; b++) {
        double gain = payments[b] - payments[a] - graph.length(a, b);
        if (gain > worst.gain()) {
          worst = new Outside(graph.types().get(a), graph.types().get(b), gain);
        }
      }
    }
    return worst;
  }

  private static Band band(TypeGraph graph, double[] payments, double tolerance) {
    double[][] paths = graph.shortestPaths(tolerance / payments.length);
    double gap = 0;
    double[] lowest = new double[payments.length];
    double[] highest = new double[payments.length];
    for (int a = 0; a < payments.length; a++) {
      for (int b = 0; b < a; b++) {
        gap = Math.max(gap, paths[a][b] + paths[b][a]);
      }
      lowest[a] = payments[0] - paths[a][0];
      highest[a] = payments[0] + paths[0][a];
    }
    return new Band(payments, lowest, highest, gap);
  }
}
