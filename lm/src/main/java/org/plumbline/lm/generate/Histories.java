package org.plumbline.lm.generate;

import java.util.List;

/** What stands before the next token. */
final class Histories {
  private Histories() {}

  /**
   * Whether all but the last of these tokens end the history; it must be as long as all of them.
   */
  static boolean endsBefore(int[] history, List<Integer> tokens) {
    int before = tokens.size() - 1;
    if (before > history.length) {
      return false;
    }
    for (int i = 0; i < before; i++) {
      if (history[history.length - before + i] != tokens.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** Makes a token impossible; one outside of the vocabulary is so already. */
  static void ban(float[] logits, int id) {
    if (id >= 0 && id < logits.length) {
      logits[id] = Float.NEGATIVE_INFINITY;
    }
  }
}
