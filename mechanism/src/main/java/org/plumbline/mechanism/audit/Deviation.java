package org.plumbline.mechanism.audit;

import org.plumbline.mechanism.Group;

/**
 * One lie and what it would have won.
 *
 * @param truth the group as it is
 * @param report what it said instead
 * @param strategy how the lie was found
 * @param truthfulUtility of the group
 * @param utility after the lie
 */
public record Deviation(
    Group truth, Group report, String strategy, double truthfulUtility, double utility) {

  /** What the lie wins; negative if it costs. */
  public double gain() {
    return utility - truthfulUtility;
  }
}
