package org.plumbline.distill.question;

import static org.plumbline.core.error.Require.require;

import org.jspecify.annotations.Nullable;

/**
 * A question that a person wrote, and how that person answered it.
 *
 * @param id its name; null if it has none
 * @param question what is asked
 * @param answer null if nobody answered
 */
public record SeedQuestion(@Nullable String id, String question, @Nullable String answer) {
  public SeedQuestion {
    require(
        question != null && !question.isBlank(),
        "each row needs 'question', which must not be empty");
  }
}
