package org.plumbline.core.error;

/**
 * The input was right, but the work could not be done: a full disk, a loss that is not a number, a
 * native library that does not load.
 *
 * <p>The message says what happened, where, what was kept, and the way out. The command line prints
 * it as it is and ends with exit code 1.
 */
public final class FailedException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public FailedException(String message) {
    super(message);
  }

  public FailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
