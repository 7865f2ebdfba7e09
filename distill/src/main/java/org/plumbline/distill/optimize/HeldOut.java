package org.plumbline.distill.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.stats.Bootstrap;
import org.plumbline.core.stats.Comparison;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.Power;
import org.plumbline.distill.optimize.Evaluation.Scored;
import org.plumbline.distill.optimize.Optimization.Compared;
import org.plumbline.distill.optimize.Optimization.Measured;

/** Two prompts on items that neither was chosen by: the paired difference and its interval. */
final class HeldOut {
  private HeldOut() {}

  /** Mean score of a prompt on some items. */
  static Measured measured(String prompt, List<Evaluation> evaluations) {
    List<Scored> scored = Candidate.scored(evaluations).toList();
    double[] scores = scored.stream().mapToDouble(Scored::score).toArray();
    return new Measured(
        prompt,
        scores.length == 0 ? Optional.empty() : Optional.of(Estimate.mean(scores)),
        evaluations.size() - scores.length,
        scored.stream().mapToDouble(Scored::graded).average().orElse(Double.NaN),
        scored.stream().mapToDouble(Scored::penalty).average().orElse(Double.NaN));
  }

  /**
   * The best less another one, on the items that both have a score for.
   *
   * @param name what sentences call the other one
   */
  static Compared compared(
      List<Evaluation> best, String other, String name, List<Evaluation> others, Seeds seeds) {
    Map<String, Double> scores =
        Candidate.scored(others).collect(Collectors.toMap(Scored::item, Scored::score));
    List<double[]> pairs = new ArrayList<>();
    Candidate.scored(best)
        .filter(scored -> scores.containsKey(scored.item()))
        .forEach(scored -> pairs.add(new double[] {scored.score(), scores.get(scored.item())}));
    Comparison.Subject subject =
        new Comparison.Subject("The best prompt", name, "points on the held-out items");
    if (pairs.size() < 2) {
      return new Compared(
          other,
          pairs.size(),
          Optional.empty(),
          Double.NaN,
          new Comparison.NotTested(
              subject,
              String.format(
                  Locale.ROOT, "only %d held-out items have a score under both", pairs.size())));
    }
    double[] first = pairs.stream().mapToDouble(pair -> pair[0]).toArray();
    double[] second = pairs.stream().mapToDouble(pair -> pair[1]).toArray();
    Estimate difference =
        Bootstrap.DEFAULT.pairedDifference(
            first, second, seeds.child("held-out", pairs.size()).stream(other));
    return new Compared(
        other,
        pairs.size(),
        Optional.of(difference),
        Power.DEFAULT.smallestPaired(difference.standardError(), pairs.size() - 1),
        Comparison.of(subject, difference, Power.DEFAULT));
  }
}
