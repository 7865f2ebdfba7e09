package org.plumbline.core.error;

/**
 * The caller gave something that breaks a rule: an option, a file, a row.
 *
 * <p>The message states the rule, what was given, and the way out. The command line prints it as it
 * is and ends with exit code 2.
 */
public final class InvalidInputException extends PlumblineException {
  private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
