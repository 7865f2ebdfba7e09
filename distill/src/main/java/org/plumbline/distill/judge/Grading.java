package org.plumbline.distill.judge;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.plumbline.distill.judge.Judgement.Scored;
import org.plumbline.distill.llm.CallReceipt;

/**
 * One answer and all its judgements.
 *
 * @param judgements at least one, in the order of their numbers
 */
public record Grading(JudgedAnswer answer, List<Judgement> judgements) {
  public Grading {
    judgements = List.copyOf(judgements);
  }

  /** Mean comprehensive grade of the judgements that could be read; nothing if none could. */
  public OptionalDouble comprehensive() {
    return mean(scored -> scored.scores().comprehensive());
  }

  /** The same of one dimension, by its key. */
  public OptionalDouble dimension(String key) {
    return mean(scored -> scored.scores().dimensions().getOrDefault(key, Double.NaN));
  }

  /** What the judge said in the first judgement that could be read; empty if none could. */
  public String reasoning() {
    return scored().map(scored -> scored.scores().reasoning()).findFirst().orElse("");
  }

  /** Of the first judgement that could be read, else of the first. */
  public String status() {
    return scored()
        .map(Judgement::status)
        .findFirst()
        .orElseGet(() -> judgements.getFirst().status());
  }

  /** What all of it took. */
  public List<CallReceipt> receipts() {
    return judgements.stream().flatMap(judgement -> judgement.receipts().stream()).toList();
  }

  private Stream<Scored> scored() {
    return judgements.stream().filter(Scored.class::isInstance).map(Scored.class::cast);
  }

  private OptionalDouble mean(ToDoubleFunction<Scored> grade) {
    return scored().mapToDouble(grade).average();
  }
}
