package org.plumbline.lm.check;

/**
 * How far a model is from what is expected of it in one respect.
 *
 * @param what the respect, a word or two
 * @param values how many numbers were compared
 * @param difference the difference of the number that is furthest from its tolerance; not a number
 *     or infinite where nothing could be compared
 * @param tolerance what is allowed of that number
 * @param where the place of that number, or what could not be compared
 */
public record CheckResult(
    String what, int values, double difference, double tolerance, String where) {

  /** Whether the difference is within the tolerance. */
  public boolean passed() {
    return difference <= tolerance;
  }
}
