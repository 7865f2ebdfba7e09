package org.plumbline.distill.judge;

import static org.plumbline.core.error.Require.require;

/**
 * A question and a person's answer to it.
 *
 * @param id stable name; the same item in two languages has the same
 */
public record HumanPair(String id, String question, String answer) {
  public HumanPair {
    require(
        !question.isBlank() && !answer.isBlank(),
        "a person's question and answer must not be empty (item '%s')",
        id);
  }
}
