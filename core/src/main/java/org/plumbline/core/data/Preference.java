package org.plumbline.core.data;

import java.util.OptionalDouble;

/**
 * Two completions of one prompt, of which a person preferred the first.
 *
 * @param prompt the text that both follow; may be empty
 * @param chosen the preferred completion
 * @param rejected the other one
 * @param margin by how much it is preferred, in units of reward, where the data says so
 * @param group what a split or a slice keeps together (a rule, an annotator, a topic); empty if
 *     unknown
 */
public record Preference(
    String prompt, String chosen, String rejected, OptionalDouble margin, String group) {

  public Preference(String prompt, String chosen, String rejected) {
    this(prompt, chosen, rejected, OptionalDouble.empty(), "");
  }

  /** The same pair with its label corrupted: the rejected completion is called chosen. */
  public Preference swapped() {
    return new Preference(prompt, rejected, chosen, margin, group);
  }
}
