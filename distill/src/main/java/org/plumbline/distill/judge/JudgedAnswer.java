package org.plumbline.distill.judge;

import java.util.List;

/**
 * What a judge is shown.
 *
 * @param id stable name of the item, by which files are joined
 * @param question what was asked
 * @param reference a person's answer; empty if there is none
 * @param answer what is judged
 */
public record JudgedAnswer(String id, String question, String reference, String answer) {

  /** All texts that somebody else wrote. */
  List<String> material() {
    return List.of(question, reference, answer);
  }

  /** The same with another answer. */
  public JudgedAnswer withAnswer(String other) {
    return new JudgedAnswer(id, question, reference, other);
  }
}
