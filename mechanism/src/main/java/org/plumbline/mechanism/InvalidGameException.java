package org.plumbline.mechanism;

import java.io.Serial;

/** A game that breaks a rule: the message has the rule, what was given, and the way out. */
public final class InvalidGameException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1;

  /** With this message. */
  public InvalidGameException(String message) {
    super(message);
  }

  /**
   * Throws unless a rule holds.
   *
   * @param message of the exception, with arguments as in {@link String#format}
   */
  public static void unless(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new InvalidGameException(message.formatted(arguments));
    }
  }
}
