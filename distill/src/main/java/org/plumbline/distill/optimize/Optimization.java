package org.plumbline.distill.optimize;

import java.util.List;
import java.util.Optional;
import org.plumbline.core.stats.Comparison;
import org.plumbline.core.stats.Estimate;

/**
 * What a search came to.
 *
 * @param candidates all prompts, in the order in which they came
 * @param refused prompts that were written and not tried
 * @param rounds the start and every round that was finished
 * @param selection scores of the finalists on the items of the selection; empty if there is none
 * @param best the prompt to take
 * @param heldOut scores on items that the search never saw; empty if it could not be measured
 * @param comparisons of the best on the held-out items
 * @param stop why it ended
 * @param plan calls that were foreseen
 * @param spending on everything, the writer of prompts included
 */
public record Optimization(
    List<Candidate> candidates,
    List<Refused> refused,
    List<Round> rounds,
    List<Measured> selection,
    Candidate best,
    List<Measured> heldOut,
    List<Compared> comparisons,
    Stop stop,
    CallPlan plan,
    Spending spending) {

  public Optimization {
    candidates = List.copyOf(candidates);
    refused = List.copyOf(refused);
    rounds = List.copyOf(rounds);
    selection = List.copyOf(selection);
    heldOut = List.copyOf(heldOut);
    comparisons = List.copyOf(comparisons);
  }

  /** A prompt that was not tried, and why. */
  public record Refused(int iteration, Candidate.Origin origin, String text, String reason) {}

  /**
   * The state after a round.
   *
   * @param iteration 0 for the start
   * @param prompts tried in it
   * @param best the best until now, by its name
   * @param bestScore its mean score on the items of the search
   * @param meanScore mean of the prompts of this round
   * @param calls until now
   */
  public record Round(
      int iteration, int prompts, String best, double bestScore, double meanScore, int calls) {}

  /**
   * A prompt on a part.
   *
   * @param prompt its name
   * @param score mean score with its interval
   * @param missing items without a score
   */
  public record Measured(
      String prompt, Optional<Estimate> score, int missing, double graded, double penalty) {}

  /**
   * The best against a starting prompt.
   *
   * @param other name of the starting prompt
   * @param items that both have a score for
   * @param difference mean of the paired differences with its bootstrap interval
   * @param smallest difference that would have been seen in four of five such experiments; NaN for
   *     fewer than 2 items
   * @param verdict in words
   */
  public record Compared(
      String other,
      int items,
      Optional<Estimate> difference,
      double smallest,
      Comparison verdict) {}

  /** The prompt of that name. */
  public Candidate candidate(String id) {
    return candidates.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  /** Of all items tried, how many failed in the search. */
  public long missing() {
    return candidates.stream()
        .mapToLong(c -> (long) c.evaluations().size() - c.scored().size())
        .sum();
  }
}
