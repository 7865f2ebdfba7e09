package org.plumbline.core.metric;

import java.util.Arrays;

/**
 * Puts blanks around punctuation, by the rules that 13a and zh share.
 *
 * <p>There are four replacements, one after the other over the whole text and each from left to
 * right without overlaps, as the regular expressions of sacrebleu work; that order is what makes
 * {@code ..5} into {@code . .5}.
 */
final class Punctuation {
  private char[] text;
  private int length;

  private Punctuation(String text) {
    this.text = text.toCharArray();
    this.length = text.length();
  }

  static String apart(String text) {
    Punctuation apart = new Punctuation(text);
    apart.symbols();
    apart.marksAfterNoDigit();
    apart.marksBeforeNoDigit();
    apart.dashesAfterDigits();
    return new String(apart.text, 0, apart.length);
  }

  /** Every symbol but the apostrophe, hyphen, comma and period. */
  private void symbols() {
    Output out = new Output(length);
    for (int i = 0; i < length; i++) {
      if (isSymbol(text[i])) {
        out.add(' ').add(text[i]).add(' ');
      } else {
        out.add(text[i]);
      }
    }
    take(out);
  }

  private void marksAfterNoDigit() {
    Output out = new Output(length);
    for (int i = 0; i < length; i++) {
      if (i + 1 < length && !isDigit(text[i]) && isMark(text[i + 1])) {
        out.add(text[i]).add(' ').add(text[++i]).add(' ');
      } else {
        out.add(text[i]);
      }
    }
    take(out);
  }

  private void marksBeforeNoDigit() {
    Output out = new Output(length);
    for (int i = 0; i < length; i++) {
      if (i + 1 < length && isMark(text[i]) && !isDigit(text[i + 1])) {
        out.add(' ').add(text[i]).add(' ').add(text[++i]);
      } else {
        out.add(text[i]);
      }
    }
    take(out);
  }

  private void dashesAfterDigits() {
    Output out = new Output(length);
    for (int i = 0; i < length; i++) {
      if (i + 1 < length && isDigit(text[i]) && text[i + 1] == '-') {
        out.add(text[i]).add(' ').add(text[++i]).add(' ');
      } else {
        out.add(text[i]);
      }
    }
    take(out);
  }

  private void take(Output out) {
    text = out.chars;
    length = out.size;
  }

  private static boolean isSymbol(char c) {
    return c >= '!' && c <= '&'
        || c >= '(' && c <= '+'
        || c == '/'
        || c >= ':' && c <= '@'
        || c >= '[' && c <= '`'
        || c >= '{' && c <= '~';
  }

  private static boolean isMark(char c) {
    return c == '.' || c == ',';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Characters that become more. */
  private static final class Output {
    private char[] chars;
    private int size;

    Output(int length) {
      chars = new char[length + (length >> 2) + 16];
    }

    Output add(char c) {
      if (size == chars.length) {
        chars = Arrays.copyOf(chars, 2 * size);
      }
      chars[size++] = c;
      return this;
    }
  }
}
