package org.plumbline.distill.optimize;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.math.Moments;
import org.plumbline.distill.optimize.Evaluation.Scored;

/**
 * Which prompt is best where items may be missing.
 *
 * <p>Each score is taken less the mean of all prompts on its item, so a prompt gains nothing by
 * failing on the hard ones; without missing items the order is that of the mean scores. Of equal
 * prompts the shorter comes first, then the earlier.
 *
 * @param items how many a prompt could have
 * @param leastCoverage share of items that a prompt must have a score for
 */
record Ranking(int items, double leastCoverage) {

  /** A prompt's place by its scores on some items. */
  private record Place(Candidate candidate, double lead) {}

  /** Best first, those with too few scores left out. */
  List<Candidate> order(List<Candidate> candidates) {
    List<Candidate> eligible = candidates.stream().filter(this::isEligible).toList();
    Map<String, Double> means = itemMeans(eligible);
    return eligible.stream()
        .map(c -> new Place(c, lead(c, means)))
        .sorted(
            Comparator.comparingDouble((Place place) -> -rounded(place.lead()))
                .thenComparingInt(place -> place.candidate().text().length())
                .thenComparingInt(place -> number(place.candidate())))
        .map(Place::candidate)
        .toList();
  }

  boolean isEligible(Candidate candidate) {
    return !candidate.scored().isEmpty()
        && candidate.scored().size() >= leastCoverage * items - 1e-9;
  }

  private static Map<String, Double> itemMeans(List<Candidate> candidates) {
    Map<String, double[]> sums = new HashMap<>();
    for (Candidate candidate : candidates) {
      for (Scored scored : candidate.scored()) {
        double[] sum = sums.computeIfAbsent(scored.item(), item -> new double[2]);
        sum[0] += scored.score();
        sum[1]++;
      }
    }
    Map<String, Double> means = new HashMap<>();
    sums.forEach((item, sum) -> means.put(item, sum[0] / sum[1]));
    return means;
  }

  private static double lead(Candidate candidate, Map<String, Double> means) {
    return Moments.of(
            candidate.scored().stream()
                .mapToDouble(s -> s.score() - means.getOrDefault(s.item(), 0.0))
                .toArray())
        .mean();
  }

  /** Sums in another order differ in the last bits, and must not decide. */
  private static double rounded(double lead) {
    return Math.rint(lead * 1e9);
  }

  private static int number(Candidate candidate) {
    return Integer.parseInt(candidate.id().substring(1));
  }
}
