package org.plumbline.core.data;

/** A row that breaks a rule; never leaves this package. */
final class InvalidRowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * A fault of one row.
   *
   * @param reason the kind of fault, to count by
   * @param message what was expected and what was there
   */
  InvalidRowException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
