package org.plumbline.distill.judge;

import org.plumbline.distill.text.Script;

/** What lengths of answers are counted in. */
public enum LengthUnit {
  /** Code points, blanks at the ends left out. */
  CHARACTERS,
  /** Words, and Chinese characters. */
  WORDS;

  /** Length of a text. */
  public int of(String text) {
    String stripped = text.strip();
    return switch (this) {
      case CHARACTERS -> stripped.codePointCount(0, stripped.length());
      case WORDS -> Script.units(stripped);
    };
  }
}
