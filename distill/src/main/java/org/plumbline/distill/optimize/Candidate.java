package org.plumbline.distill.optimize;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.plumbline.distill.optimize.Evaluation.Scored;

/**
 * A prompt and what is known of it.
 *
 * @param id {@code p1}, {@code p2}, ... in the order in which they came
 * @param iteration in which it was written; 0 for a starting prompt
 * @param parents prompts that it was made from
 * @param evaluations on the items of the search
 */
public record Candidate(
    String id,
    Origin origin,
    int iteration,
    List<String> parents,
    String text,
    List<Evaluation> evaluations) {

  /** How a prompt came to be. */
  public enum Origin {
    /** A person wrote it. */
    START,
    /** From one prompt and the judgements of its results. */
    REFLECTION,
    /** From the best prompts and their scores. */
    RESAMPLING
  }

  public Candidate {
    parents = List.copyOf(parents);
    evaluations = List.copyOf(evaluations);
  }

  /** The same with what is known now. */
  Candidate with(List<Evaluation> known) {
    return new Candidate(id, origin, iteration, parents, text, known);
  }

  /** The items with a score. */
  public List<Scored> scored() {
    return scored(evaluations).toList();
  }

  /** Mean score of the items that have one. */
  public OptionalDouble score() {
    return mean(Scored::score);
  }

  /** Mean grade of the judge. */
  public OptionalDouble graded() {
    return mean(Scored::graded);
  }

  /** Mean penalty. */
  public OptionalDouble penalty() {
    return mean(Scored::penalty);
  }

  /** Mean length of the results over that of the references. */
  public OptionalDouble lengthRatio() {
    return mean(Scored::lengthRatio);
  }

  /** What its evaluation took. */
  public Spending spending() {
    return evaluations.stream().map(Evaluation::spending).reduce(Spending.NONE, Spending::plus);
  }

  static Stream<Scored> scored(List<Evaluation> evaluations) {
    return evaluations.stream().filter(Scored.class::isInstance).map(Scored.class::cast);
  }

  private OptionalDouble mean(ToDoubleFunction<Scored> part) {
    return scored(evaluations).mapToDouble(part).average();
  }
}
