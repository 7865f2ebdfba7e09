package org.plumbline.distill.http;

/** Text that UTF-8 can write. */
final class WholeText {
  private static final char REPLACEMENT = '\ufffd';

  private WholeText() {}

  /** The text with halves of surrogate pairs replaced, which JSON can escape and UTF-8 cannot. */
  static String of(String text) {
    StringBuilder whole = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        i++;
      } else if (Character.isSurrogate(c)) {
        whole = whole == null ? new StringBuilder(text) : whole;
        whole.setCharAt(i, REPLACEMENT);
      }
    }
    return whole == null ? text : whole.toString();
  }
}
