package org.plumbline.distill.answer;

import org.jspecify.annotations.Nullable;
import org.plumbline.core.run.ContentHash;

/**
 * A teacher's answer to a question.
 *
 * @param id of call and question; the same when the step runs again
 * @param questionId the question's, by which the two are joined
 * @param question its text, so that a judge needs no other file
 * @param answer the whole answer
 * @param paragraph that stood in the prompt as a reference; null for none
 * @param teacher who answered
 * @param call hash of the request
 * @param prompt hash of the template
 * @param role hash of the role prompt
 * @param promptTokens read
 * @param completionTokens written
 */
public record Answer(
    String id,
    String questionId,
    String question,
    String answer,
    @Nullable String paragraph,
    String teacher,
    String call,
    String prompt,
    String role,
    int promptTokens,
    int completionTokens) {
  private static final int ID_DIGITS = 16;

  /** The id of an answer to a question in a call. */
  static String id(String call, String questionId) {
    return "a" + ContentHash.of(call + "\0" + questionId).hex().substring(0, ID_DIGITS);
  }
}
