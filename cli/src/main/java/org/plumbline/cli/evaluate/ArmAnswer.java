package org.plumbline.cli.evaluate;

/**
 * What an arm answered.
 *
 * @param id of the question
 * @param reference a person's or a teacher's answer
 * @param answer as far as it came; empty if there is none
 * @param outcome {@code answered}, {@code truncated}, {@code failed}, ...
 */
public record ArmAnswer(
    String id, String question, String reference, String answer, String outcome) {

  /** Whether there is a text to compare; one that was cut is what a user would see, too. */
  boolean usable() {
    return outcome.equals("answered") || outcome.equals("truncated");
  }
}
