package org.plumbline.core.error;

/**
 * Checks of what a caller gave; each failure is an {@link InvalidInputException} with rule, value
 * and way out.
 */
public final class Require {
  private Require() {}

  /**
   * Throws unless the rule holds.
   *
   * @param holds whether the rule holds
   * @param message rule, value and way out, as a format for {@link String#formatted}
   * @throws InvalidInputException if it does not
   */
  public static void require(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new InvalidInputException(message.formatted(values));
    }
  }
}
