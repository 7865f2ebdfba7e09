package org.plumbline.demo.grammar;

/** An example of a grammar rule of LanguageTool. */
public sealed interface RuleExample {

  /** The id of the rule, or of the group that the rule belongs to. */
  String rule();

  /** A text that the rule must not complain about. */
  record Correct(String rule, String text) implements RuleExample {}

  /**
   * A faulty text and what a person made of it.
   *
   * @param faulty with the fault
   * @param corrected with the marked words replaced by the first correction
   */
  record Corrected(String rule, String faulty, String corrected) implements RuleExample {}
}
