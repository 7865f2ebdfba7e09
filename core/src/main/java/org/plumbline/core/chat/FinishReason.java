package org.plumbline.core.chat;

/** Why an answer ended. */
public enum FinishReason {
  /** The model ended it, or a stop string appeared. */
  STOP,
  /** The most tokens were reached: the answer is cut. */
  LENGTH,
  /** Whoever runs the model held it back. */
  CONTENT_FILTER,
  /** Something else, or nothing was said. */
  OTHER
}
