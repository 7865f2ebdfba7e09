package org.plumbline.core.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one probably means. */
public final class Nearest {
  private Nearest() {}

  /**
   * The known name with the fewest edits (Levenshtein 1966); empty if none is close enough to be
   * meant.
   */
  public static Optional<String> to(String given, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String name) -> distance(given, name))
                .thenComparing(name -> name))
        .filter(name -> isMeant(given, name));
  }

  /** A sentence part such as {@code did you mean 'seed'?}, or all known names if none is close. */
  public static String hint(String given, Collection<String> known) {
    return to(given, known)
        .map("did you mean '%s'?"::formatted)
        .orElseGet(
            () -> known.isEmpty() ? "there are none" : "known are " + String.join(", ", known));
  }

  private static boolean isMeant(String given, String name) {
    return distance(given, name) <= Math.max(2, Math.min(given.length(), name.length()) / 3)
        || given.length() > 2 && name.endsWith("-" + given)
        || given.endsWith("-" + name);
  }

  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
