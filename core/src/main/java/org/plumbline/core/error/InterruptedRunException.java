package org.plumbline.core.error;

/**
 * The user stopped the run; what was finished is kept, and the message says how to go on.
 *
 * <p>The command line prints it as it is and ends with exit code 130.
 */
public final class InterruptedRunException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public InterruptedRunException(String message) {
    super(message);
  }
}
