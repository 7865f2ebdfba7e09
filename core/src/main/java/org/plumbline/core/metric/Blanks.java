package org.plumbline.core.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits where Python's {@code str.split()} does: Java's own ideas of white space all differ from
 * it.
 */
final class Blanks {
  private Blanks() {}

  static boolean is(int codePoint) {
    return switch (codePoint) {
      case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
      default ->
          codePoint >= 0x09 && codePoint <= 0x0D
              || codePoint >= 0x1C && codePoint <= 0x20
              || codePoint >= 0x2000 && codePoint <= 0x200A;
    };
  }

  /** The runs between blanks. */
  static List<String> split(String text) {
    List<String> tokens = new ArrayList<>();
    int from = -1;
    // All blanks lie in the basic plane: no half of a pair is one.
    for (int i = 0; i <= text.length(); i++) {
      boolean blank = i == text.length() || is(text.charAt(i));
      if (blank && from >= 0) {
        tokens.add(text.substring(from, i));
        from = -1;
      } else if (!blank && from < 0) {
        from = i;
      }
    }
    return tokens;
  }

  /** Without the blanks at its end. */
  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Without the blanks at both ends. */
  static String strip(String text) {
    String stripped = stripEnd(text);
    int from = 0;
    while (from < stripped.length() && is(stripped.charAt(from))) {
      from++;
    }
    return stripped.substring(from);
  }
}
