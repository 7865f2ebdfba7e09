package org.plumbline.distill.step;

import org.jspecify.annotations.Nullable;
import org.plumbline.distill.llm.ChatOutcome;

/**
 * A call that gave nothing to use: a row of {@code failures.jsonl}, so that nothing goes silently.
 *
 * @param item the paragraph, question or set of questions that was asked about
 * @param round of questions; 0 elsewhere
 * @param teacher who was asked
 * @param outcome {@code truncated}, {@code filtered}, {@code refused}, {@code malformed}, {@code
 *     failed}, or {@code unreadable} for an answer that is not what was asked for
 * @param reason in words
 * @param beginning of what came back; null if nothing did
 * @param call hash of the request
 */
public record CallFailure(
    String item,
    int round,
    String teacher,
    String outcome,
    String reason,
    @Nullable String beginning,
    String call) {
  private static final int SHOWN = 500;

  /** Of an outcome that is no whole answer. */
  public static CallFailure of(String item, int round, ChatOutcome outcome) {
    return switch (outcome) {
      case ChatOutcome.Answered a -> unreadable(item, round, a, "it was not expected");
      case ChatOutcome.Truncated t ->
          with(item, round, t, "the most tokens were reached", t.text());
      case ChatOutcome.Filtered f ->
          with(item, round, f, "whoever runs the model held it back", null);
      case ChatOutcome.Refused r -> with(item, round, r, "the model will not answer", r.text());
      case ChatOutcome.Malformed m -> with(item, round, m, m.problem(), m.raw());
      case ChatOutcome.Failed f -> with(item, round, f, f.problem(), null);
    };
  }

  /** Of a whole answer that is not what was asked for. */
  public static CallFailure unreadable(
      String item, int round, ChatOutcome.Answered answer, String reason) {
    return new CallFailure(
        item,
        round,
        answer.receipt().model(),
        "unreadable",
        reason,
        beginning(answer.text()),
        answer.receipt().request());
  }

  private static CallFailure with(
      String item, int round, ChatOutcome outcome, String reason, @Nullable String text) {
    return new CallFailure(
        item,
        round,
        outcome.receipt().model(),
        outcome.kind(),
        reason,
        text == null ? null : beginning(text),
        outcome.receipt().request());
  }

  private static String beginning(String text) {
    return text.length() <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, SHOWN))) + "...";
  }
}
