package org.plumbline.mechanism.audit;

import java.util.List;
import java.util.stream.Collectors;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.implementability.Cycle;
import org.plumbline.mechanism.implementability.TypeGraph;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * Whether some payment makes a training rule truthful for one group, on a set of types it may have
 * (Definition 3.4 and Theorem 3.5, as every cycle of two types or more).
 */
public final class CycleMonotonicity {

  private CycleMonotonicity() {}

  /**
   * No cycle is negative.
   *
   * @param types how many were looked at
   * @param least the cycle with the least mean
   * @param worstPair the pair with the least sum
   */
  public record Certificate(int types, Cycle least, Cycle worstPair) {}

  /**
   * A cycle is negative: no payment whatsoever is truthful.
   *
   * @param cycle the strongest, by its mean
   * @param types around it
   * @param worstPair the pair with the least sum
   */
  public record Violation(Cycle cycle, List<Group> types, Cycle worstPair) {
    public Violation {
      types = List.copyOf(types);
    }

    /** The cycle in words. */
    public String explanation() {
      String around =
          types.stream()
              .map(type -> "size %d, %s".formatted(type.size(), type.reward()))
              .collect(Collectors.joining(" <- "));
      return "a truthful payment needs cycles of at least 0, and [%s] sums to %s"
          .formatted(around, cycle.sum());
    }
  }

  /**
   * Looks at all cycles through the types.
   *
   * @param tolerance below 0 that counts as rounding, of the mean of a cycle
   */
  public static Verdict<Certificate, Violation> check(
      TrainingRule rule, ReportProfile reports, int group, List<Group> types, double tolerance) {
    TypeGraph graph = TypeGraph.of(rule, reports, group, types);
    Cycle least = graph.minimumMeanCycle();
    if (least.mean() >= -tolerance) {
      return new Verdict.Certified<>(new Certificate(types.size(), least, graph.worstPair()));
    }
    return new Verdict.Refuted<>(
        new Violation(least, least.types().stream().map(types::get).toList(), graph.worstPair()));
  }
}
