package org.plumbline.distill.answer;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.options.Option;

/**
 * How answers are asked for.
 *
 * @param assignment who answers which question
 * @param temperature of the teachers
 * @param maxTokens of an answer; one that reaches it is a failure, not an answer
 */
public record AnswerOptions(
    @Option("who answers a question: all teachers, its own one, or one of them")
        Assignment assignment,
    @Option("of the teachers") double temperature,
    @Option("most tokens of an answer; one that reaches them is a failure") int maxTokens) {
  /** Every teacher, as probable as it can be, up to about 700 English words. */
  public static final AnswerOptions DEFAULT = new AnswerOptions(Assignment.ALL, 0, 1024);

  public AnswerOptions {
    require(
        temperature >= 0 && Double.isFinite(temperature),
        "temperature must not be negative (got %s)",
        temperature);
    require(maxTokens > 0, "max-tokens must be positive (got %d)", maxTokens);
  }
}
