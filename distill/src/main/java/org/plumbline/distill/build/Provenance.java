package org.plumbline.distill.build;

import org.jspecify.annotations.Nullable;

/**
 * Where a pair comes from; what does not apply is null.
 *
 * @param source {@code distilled}, {@code extracted} or {@code human}
 * @param origin file and row of a person's pair
 * @param book that the pair is about
 * @param chapter in it
 * @param paragraph its id
 * @param round of the question: 0 from a paragraph
 * @param questionId row of the questions
 * @param questionTeacher who wrote the question
 * @param questionCall hash of that request
 * @param questionPrompt hash of that template
 * @param answerTeacher who answered
 * @param answerCall hash of that request
 * @param answerPrompt hash of that template
 * @param role hash of the role prompt
 * @param score the judge's comprehensive grade
 */
public record Provenance(
    String source,
    @Nullable String origin,
    @Nullable String book,
    @Nullable String chapter,
    @Nullable String paragraph,
    @Nullable Integer round,
    @Nullable String questionId,
    @Nullable String questionTeacher,
    @Nullable String questionCall,
    @Nullable String questionPrompt,
    @Nullable String answerTeacher,
    @Nullable String answerCall,
    @Nullable String answerPrompt,
    @Nullable String role,
    @Nullable Double score) {
  static final String DISTILLED = "distilled";
  static final String EXTRACTED = "extracted";
  static final String HUMAN = "human";
}
