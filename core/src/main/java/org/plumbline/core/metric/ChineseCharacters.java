package org.plumbline.core.metric;

/**
 * What sacrebleu's tokenizer zh takes for a Chinese character.
 *
 * <p>Its ranges are kept as they work there, quirks among them (issue 298): curly quotes and arrows
 * stand alone, rare characters beyond the basic plane do not.
 */
final class ChineseCharacters {
  private static final int[][] RANGES = {
    {0x2001, 0x2A6D}, {0x2E80, 0x2FDF}, {0x2FF0, 0x303F}, {0x3100, 0x312F}, {0x31A0, 0x31EF},
    {0x3200, 0x4DB5}, {0x4E00, 0x9FBB}, {0xF900, 0xFA2D}, {0xFA30, 0xFA6A}, {0xFA70, 0xFAD9},
    {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F}, {0xFF00, 0xFFEF}
  };

  private ChineseCharacters() {}

  static boolean contains(int codePoint) {
    for (int[] range : RANGES) {
      if (codePoint >= range[0] && codePoint <= range[1]) {
        return true;
      }
    }
    return false;
  }
}
