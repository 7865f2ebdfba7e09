package org.plumbline.lm.generate;

/** Why a completion ended. */
public enum StopReason {
  /** The model wrote its end-of-text token, which is the completion's last token. */
  EOS,
  /** The caller's rule found the text complete. */
  STOP_STRING,
  /** The limit on new tokens, or the model's context, was reached. */
  LENGTH
}
