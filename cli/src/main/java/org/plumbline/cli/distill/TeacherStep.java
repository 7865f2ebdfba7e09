package org.plumbline.cli.distill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.step.CallEstimate;
import org.plumbline.distill.step.CallLog;
import org.plumbline.distill.step.StepRecord;
import org.plumbline.distill.step.Work;

/**
 * A step that asks teachers: an estimate before the first call, a word from each teacher, progress,
 * and a receipt at the end.
 */
public final class TeacherStep implements AutoCloseable {
  private final String name;
  private final CommandContext context;
  private final Teachers teachers;
  private final Work work;
  private final CallLog log;
  private final Progress progress;
  private long calls;
  private double cost;

  private TeacherStep(
      String name,
      TeacherOptions options,
      AskOptions asking,
      CallEstimate estimate,
      CommandContext context) {
    this.name = name;
    this.context = context;
    this.log = new CallLog(asking.maxFailures());
    this.teachers = Teachers.open(options, context);
    this.work =
        new Work(teachers.models(), asking.atOnce(), context.stop()::stopRequested, this::called);
    this.progress = context.progress(name, estimate.calls() * teachers.models().size(), "calls");
  }

  /**
   * Tells the estimate, opens the teachers and asks each for a word.
   *
   * @param name what the step makes, for people
   * @param estimate of each teacher
   * @param maxTokens most tokens of an answer
   * @throws org.plumbline.core.error.FailedException if a teacher does not answer
   */
  public static TeacherStep open(
      String name,
      TeacherOptions options,
      AskOptions asking,
      CallEstimate estimate,
      int maxTokens,
      CommandContext context) {
    plan(Plan.empty(), options, estimate, maxTokens)
        .entries()
        .forEach((teacher, takes) -> context.console().say("%s: %s", teacher, takes));
    TeacherStep step = new TeacherStep(name, options, asking, estimate, context);
    try {
      step.work.preflight();
      return step;
    } catch (RuntimeException e) {
      step.close();
      throw e;
    }
  }

  /** A line for each teacher. */
  public static Plan plan(Plan plan, TeacherOptions options, CallEstimate estimate, int maxTokens) {
    return Teachers.plan(plan, options, estimate.calls(), estimate.promptTokensOfOne(), maxTokens);
  }

  /** How the calls are made. */
  public Work work() {
    return work;
  }

  /** What came of them. */
  public CallLog log() {
    return log;
  }

  /** What came of the calls to each teacher, and what the run has paid for them. */
  public List<CallLog.TeacherCalls> teachers() {
    return log.teachers(teachers::paid);
  }

  /** Keeps what came of the calls beside the rows, for the data card, and tells the receipt. */
  public SpendingReceipt finish() {
    SpendingReceipt receipt = teachers.receipt();
    new StepRecord(name, context.common().seed(), receipt.currency(), teachers())
        .write(context.run().path());
    context.console().say("%s", receipt.text());
    return receipt;
  }

  private void called(ChatOutcome outcome) {
    calls++;
    cost += outcome.receipt().cost();
    progress.at(calls, cost == 0 ? "" : String.format(Locale.ROOT, "%.4f spent", cost));
  }

  /** Rows of a table: what came of each teacher's calls. */
  public static List<List<String>> table(List<CallLog.TeacherCalls> teachers) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("teacher", "calls", "from cache", "outcomes", "read", "written"));
    for (CallLog.TeacherCalls of : teachers) {
      rows.add(
          List.of(
              of.teacher(),
              "%,d".formatted(of.calls()),
              "%,d".formatted(of.cached()),
              words(of.outcomes()),
              "%,d".formatted(of.promptTokens()),
              "%,d".formatted(of.completionTokens())));
    }
    return rows;
  }

  private static String words(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    progress.close();
    teachers.close();
  }
}
