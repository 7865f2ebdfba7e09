package org.plumbline.core.data;

import java.util.OptionalDouble;

/**
 * An answer to a question, to be judged or to be learnt from.
 *
 * @param id name of the item, by which files are joined; empty if the file has none
 * @param question what was asked
 * @param reference a person's answer beside it; empty if there is none
 * @param answer the answer itself; may be empty
 * @param label a person's grade of the answer
 */
public record AnsweredQuestion(
    String id, String question, String reference, String answer, OptionalDouble label) {

  /** The same with this name. */
  public AnsweredQuestion named(String other) {
    return new AnsweredQuestion(other, question, reference, answer, label);
  }
}
