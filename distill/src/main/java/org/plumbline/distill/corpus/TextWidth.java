package org.plumbline.distill.corpus;

/**
 * The size of a text in columns: a Chinese character counts two, as it says about as much as two or
 * three Latin ones.
 */
final class TextWidth {
  private TextWidth() {}

  static int of(CharSequence text) {
    return text.codePoints().map(point -> isWide(point) ? 2 : 1).sum();
  }

  /** East Asian characters and full-width forms. */
  static boolean isWide(int point) {
    return point >= 0x1100
        && (point <= 0x115f
            || point >= 0x2e80 && point <= 0xa4cf
            || point >= 0xac00 && point <= 0xd7a3
            || point >= 0xf900 && point <= 0xfaff
            || point >= 0xfe30 && point <= 0xfe4f
            || point >= 0xff01 && point <= 0xff60
            || point >= 0x20000 && point <= 0x3fffd);
  }
}
