package org.plumbline.distill.question;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.run.ContentHash;

/**
 * A question that a teacher wrote, and where it comes from.
 *
 * @param id of call and text; the same when the step runs again
 * @param question what is asked
 * @param language {@code zh}, {@code en} or {@code other}, of the question
 * @param book the book, of the paragraph or of the questions that it follows from
 * @param chapter the chapter in it; content examples are all of one chapter, so a resampled
 *     question has one too
 * @param paragraph null for a resampled question
 * @param round 0 from a paragraph, from 1 on by resampling
 * @param teacher who wrote it
 * @param call hash of the request
 * @param prompt hash of the template
 * @param examples ids of the questions in the prompt
 */
public record Question(
    String id,
    String question,
    String language,
    String book,
    String chapter,
    @Nullable String paragraph,
    int round,
    String teacher,
    String call,
    String prompt,
    List<String> examples) {
  private static final int ID_DIGITS = 16;

  public Question {
    examples = examples == null ? List.of() : List.copyOf(examples);
  }

  /** The id of a question in a call. */
  static String id(String call, String question) {
    return "q" + ContentHash.of(call + "\0" + question).hex().substring(0, ID_DIGITS);
  }
}
