package org.plumbline.distill.step;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.plumbline.core.error.FailedException;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatOutcome;

/**
 * What came of a step's calls, and its end when too many of them fail.
 *
 * <p>Used from one thread, in the order of the items, so the step ends at the same one however many
 * are asked at once.
 */
public final class CallLog {
  /** So few calls say nothing about the share that fails. */
  private static final int ENOUGH = 20;

  private final double mostFailures;
  private final Map<String, Count> byTeacher = new TreeMap<>();

  private static final class Count {
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private int calls;
    private int unusable;
    private int cached;
    private long promptTokens;
    private long completionTokens;
  }

  /**
   * Of a teacher.
   *
   * @param outcomes calls by kind: {@code answered}, {@code truncated}, ...
   * @param unusable calls that gave nothing to use
   * @param cached calls that were answered before and cost nothing now
   * @param promptTokens read in all calls, those answered before too
   * @param completionTokens written, the same
   * @param cost what the run has paid, in all its attempts, in the unit of the price list
   */
  public record TeacherCalls(
      String teacher,
      int calls,
      Map<String, Integer> outcomes,
      int unusable,
      int cached,
      long promptTokens,
      long completionTokens,
      double cost) {}

  /**
   * @param mostFailures share of a teacher's calls that may give nothing, in [0, 1]
   */
  public CallLog(double mostFailures) {
    require(
        mostFailures >= 0 && mostFailures <= 1,
        "max-failures is a share of the calls, in [0, 1] (got %s)",
        mostFailures);
    this.mostFailures = mostFailures;
  }

  /**
   * Notes a call.
   *
   * @throws FailedException if too many of this teacher's calls gave nothing
   */
  public void add(ChatOutcome outcome, boolean usable) {
    CallReceipt receipt = outcome.receipt();
    Count count = byTeacher.computeIfAbsent(receipt.model(), name -> new Count());
    count.calls++;
    count.outcomes.merge(outcome.kind(), 1, Integer::sum);
    count.unusable += usable ? 0 : 1;
    count.cached += receipt.cached() ? 1 : 0;
    count.promptTokens += receipt.promptTokens();
    count.completionTokens += receipt.completionTokens();
    if (count.calls >= ENOUGH) {
      requireFewFailures(receipt.model(), count);
    }
  }

  /**
   * Ends a step.
   *
   * @throws FailedException if too many calls gave nothing, however few there were
   */
  public void finish() {
    byTeacher.forEach(this::requireFewFailures);
  }

  /**
   * By teacher, in the order of their names.
   *
   * @param paid what the run has paid to a teacher; the log cannot know of earlier attempts
   */
  public List<TeacherCalls> teachers(ToDoubleFunction<String> paid) {
    return byTeacher.entrySet().stream()
        .map(
            entry -> {
              Count count = entry.getValue();
              return new TeacherCalls(
                  entry.getKey(),
                  count.calls,
                  new TreeMap<>(count.outcomes),
                  count.unusable,
                  count.cached,
                  count.promptTokens,
                  count.completionTokens,
                  paid.applyAsDouble(entry.getKey()));
            })
        .toList();
  }

  private void requireFewFailures(String teacher, Count count) {
    if (count.unusable > mostFailures * count.calls) {
      throw new FailedException(
          "%d of %d calls of '%s' gave nothing (%s); at most a share of %s may. See failures.jsonl; every answer that was paid is kept: mend the cause or raise --max-failures, and go on with --resume"
              .formatted(count.unusable, count.calls, teacher, count.outcomes, mostFailures));
    }
  }
}
