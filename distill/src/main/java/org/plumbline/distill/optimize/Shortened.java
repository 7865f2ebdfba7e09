package org.plumbline.distill.optimize;

/** Texts for a reflection, which must not grow without end. */
final class Shortened {
  private static final int LONGEST = 1200;

  private Shortened() {}

  /** The text, or its beginning and end. */
  static String of(String text) {
    String stripped = text.strip();
    if (stripped.codePointCount(0, stripped.length()) <= LONGEST) {
      return stripped;
    }
    int head = stripped.offsetByCodePoints(0, LONGEST * 3 / 4);
    int tail = stripped.offsetByCodePoints(stripped.length(), -LONGEST / 4);
    return stripped.substring(0, head) + " [...] " + stripped.substring(tail);
  }
}
