package org.plumbline.core.hub;

/** Ends the work of one thread because nobody wants it any more; never leaves a pull. */
final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped", null, false, false);
  }
}
