package org.plumbline.distill.optimize;

/**
 * Why a search ended.
 *
 * @param message one sentence
 */
public record Stop(Reason reason, String message) {

  /** The kinds of ends. */
  public enum Reason {
    /** All rounds were made. */
    FINISHED,
    /** The writer of prompts had nothing new. */
    NO_NEW_PROMPTS,
    /** Too many items failed. */
    FAILURES,
    /** A model cannot be asked further: a spent budget, a refused key. */
    NO_FURTHER_CALLS
  }
}
