package org.plumbline.lm.generate;

/** Hears of a text while it is written, on the thread that drives the engine. */
public interface GenerationListener {
  /** Hears nothing. */
  GenerationListener NOBODY = new GenerationListener() {};

  /**
   * A token was drawn.
   *
   * @param logProb its log-probability under the model itself
   */
  default void token(Generation generation, int id, float logProb) {}

  /** The text is complete, or was cancelled. */
  default void finished(Generation generation, Completion completion) {}
}
