package org.plumbline.align.sft;

/** Which tokens of a text the loss counts. */
public enum LossOn {
  /** The completion of a prompt; of a chat what the assistant wrote. */
  ANSWERS,
  /** All but the first: prompts and all roles too. */
  ALL
}
