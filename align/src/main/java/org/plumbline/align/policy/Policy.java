package org.plumbline.align.policy;

import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.TextEncoder;

/**
 * A language model with the encoder that turns text into its tokens and back.
 *
 * @param lm the weights
 * @param encoder the one encoder of training, scoring and serving
 */
public record Policy(CausalLm lm, TextEncoder encoder) {

  /** The same encoder over a copy of the weights. */
  public Policy copy() {
    return new Policy(lm.copy(), encoder);
  }
}
