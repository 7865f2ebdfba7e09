package org.plumbline.distill.build;

import java.util.Locale;

/** What a pair is for. */
public enum Part {
  /** To learn from. */
  TRAIN,
  /** To choose by. */
  VALIDATION,
  /** To be seen once, at the end. */
  TEST;

  /** As files are called. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
