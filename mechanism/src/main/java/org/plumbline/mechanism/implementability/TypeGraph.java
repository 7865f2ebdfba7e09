package org.plumbline.mechanism.implementability;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.training.TrainingRule;

/**
 * What a group of each type would lose by reporting each other type, before any payment: {@code
 * l(a, b) = w_b <pi(b) - pi(a), rm_b>} for the report a of the type b. A payment is truthful if
 * {@code p(b) - p(a) <= l(a, b)} for all pairs, so there is one if and only if no cycle of these
 * lengths is negative (Rochet 1987).
 */
public final class TypeGraph {
  /** The time grows with the third power of the number of types. */
  public static final int MOST_TYPES = 400;

  private final List<Group> types;
  private final double[][] lengths;

  private TypeGraph(List<Group> types, double[][] lengths) {
    this.types = types;
    this.lengths = lengths;
  }

  /**
   * The graph of the types that one group might have, the others' reports fixed.
   *
   * @throws org.plumbline.mechanism.InvalidGameException if there are fewer than two types, or more
   *     than {@link #MOST_TYPES}
   */
  public static TypeGraph of(
      TrainingRule rule, ReportProfile reports, int group, List<Group> types) {
    unless(
        types.size() >= 2 && types.size() <= MOST_TYPES,
        "a graph of types needs 2 to %d of them (got %d); take a sample",
        MOST_TYPES,
        types.size());
    List<Policy> policies =
        types.stream().map(type -> rule.train(reports.withReport(group, type))).toList();
    double[][] lengths = new double[types.size()][types.size()];
    for (int b = 0; b < lengths.length; b++) {
      Group type = types.get(b);
      double own = policies.get(b).expectation(type.reward());
      for (int a = 0; a < lengths.length; a++) {
        lengths[a][b] =
            a == b ? 0 : type.size() * (own - policies.get(a).expectation(type.reward()));
      }
    }
    return new TypeGraph(List.copyOf(types), lengths);
  }

  /** The types. */
  public List<Group> types() {
    return types;
  }

  /** l(a, b). */
  public double length(int reported, int actual) {
    return lengths[reported][actual];
  }

  /** The sum of the lengths around a cycle. */
  public Cycle cycle(List<Integer> indices) {
    double sum = 0;
    for (int i = 0; i < indices.size(); i++) {
      sum += lengths[indices.get(i)][indices.get((i + 1) % indices.size())];
    }
    return new Cycle(indices, sum);
  }

  /** The pair whose exchange of reports has the smallest sum. */
  public Cycle worstPair() {
    Cycle worst = cycle(List.of(0, 1));
    for (int a = 0; a < lengths.length; a++) {
      for (int b = a + 1; b < lengths.length; b++) {
        double sum = lengths[a][b] + lengths[b][a];
        worst = sum < worst.sum() ? new Cycle(List.of(a, b), sum) : worst;
      }
    }
    return worst;
  }

  /**
   * The cycle with the smallest mean (Karp 1978): the strongest violation if it is negative.
   * Decided by the mean, since rounding alone makes tiny negative cycles, which shortest paths
   * would go around again and again.
   */
  public Cycle minimumMeanCycle() {
    int n = lengths.length;
    double[][] walk = new double[n + 1][n];
    int[][] from = new int[n + 1][n];
    for (int k = 1; k <= n; k++) {
      Arrays.fill(walk[k], Double.POSITIVE_INFINITY);
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          if (a != b && walk[k - 1][a] + lengths[a][b] < walk[k][b]) {
            walk[k][b] = walk[k - 1][a] + lengths[a][b];
            from[k][b] = a;
          }
        }
      }
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int v = 0; v < n; v++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < n; k++) {
        largest = Math.max(largest, (walk[n][v] - walk[k][v]) / (n - k));
      }
      if (largest < least) {
        least = largest;
        best = v;
      }
    }
    return bestCycle(walkTo(from, best));
  }

  private static List<Integer> walkTo(int[][] from, int end) {
    List<Integer> walk = new ArrayList<>();
    int v = end;
    for (int k = from.length - 1; k >= 0; k--) {
      walk.addFirst(v);
      v = from[k][v];
    }
    return walk;
  }

  /** The cycle with the least mean among those that a walk closes. */
  private Cycle bestCycle(List<Integer> walk) {
    List<Cycle> cycles = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    for (int v : walk) {
      int seen = open.indexOf(v);
      if (seen >= 0) {
        List<Integer> closed = open.subList(seen, open.size());
        cycles.add(cycle(List.copyOf(closed)));
        closed.clear();
      }
      open.add(v);
    }
    cycles.add(worstPair());
    return cycles.stream().min(Comparator.comparingDouble(Cycle::mean)).orElseThrow();
  }

  /**
   * The least sum of lengths from each type to each other one.
   *
   * @param tolerance added to each step, so that cycles that are negative by rounding alone are not
   *     gone around
   */
  public double[][] shortestPaths(double tolerance) {
    int n = lengths.length;
    double[][] paths = new double[n][n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        paths[a][b] = a == b ? 0 : lengths[a][b] + tolerance;
      }
    }
    for (int via = 0; via < n; via++) {
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          paths[a][b] = Math.min(paths[a][b], paths[a][via] + paths[via][b]);
        }
      }
    }
    return paths;
  }
}
