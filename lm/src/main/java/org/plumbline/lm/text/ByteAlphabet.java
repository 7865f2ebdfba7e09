package org.plumbline.lm.text;

import java.nio.charset.StandardCharsets;

/**
 * GPT-2's alphabet: each byte is one visible character, so that a vocabulary of bytes is a text.
 *
 * <p>Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", section 2.2.
 * Printable bytes of Latin-1 stand for themselves, the others are counted on from U+0100.
 */
final class ByteAlphabet {
  static final int SIZE = 256;

  private static final char[] CHARACTERS = new char[SIZE];

  static {
    char next = SIZE;
    for (int value = 0; value < SIZE; value++) {
      CHARACTERS[value] = isPrintable(value) ? (char) value : next++;
    }
  }

  private ByteAlphabet() {}

  /** The character of a byte from 0 to 255. */
  static char character(int value) {
    return CHARACTERS[value];
  }

  /** The byte of a character, from 0 to 255; -1 if it stands for none. */
  static int value(char character) {
    for (int value = 0; character >= '!' && value < SIZE; value++) {
      if (CHARACTERS[value] == character) {
        return value;
      }
    }
    return -1;
  }

  /** The bytes of the text in UTF-8, each from 0 to 255. */
  static int[] bytes(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] values = new int[utf8.length];
    for (int i = 0; i < utf8.length; i++) {
      values[i] = utf8[i] & 0xFF;
    }
    return values;
  }

  // 0xAD is the soft hyphen, which shows nothing.
  private static boolean isPrintable(int value) {
    return (value >= '!' && value <= '~') || (value >= 0xA1 && value != 0xAD);
  }
}
