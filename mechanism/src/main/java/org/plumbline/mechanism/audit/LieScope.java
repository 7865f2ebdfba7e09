package org.plumbline.mechanism.audit;

/** What a group may lie about. */
public enum LieScope {
  /** Its reward model; the size is public. */
  REWARD,
  /** Its size; the reward model is public. */
  SIZE,
  /** Both. */
  BOTH
}
