package org.plumbline.mechanism.sampled;

/** Numbers in the names of lies: whole ones without a point. */
final class LieNumbers {
  private LieNumbers() {}

  static String text(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
