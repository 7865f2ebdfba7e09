package org.plumbline.lm.generate;

/** Why a completion ended. */
public enum StopReason {
  /** The model wrote a token that ends a text, which is the completion's last token. */
  EOS,
  /** A stop string appeared in the text; its last token is the completion's last. */
  STOP_STRING,
  /** The limit on new tokens, or the model's context, was reached. */
  LENGTH,
  /** The caller wanted no more. */
  CANCELLED
}
