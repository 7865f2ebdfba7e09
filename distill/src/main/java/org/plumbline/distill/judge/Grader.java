package org.plumbline.distill.judge;

/** Whoever grades answers: a {@link Judge}, or in a test a function. */
public interface Grader {

  /**
   * Grades an answer; may be called from many threads.
   *
   * @throws org.plumbline.core.error.FailedException if further questions are useless
   */
  Grading grade(JudgedAnswer answer);

  /** Calls that an answer takes if every reply can be read. */
  int calls();
}
