package org.plumbline.lm.generate;

import java.util.List;

/** Texts at which a completion ends. */
public final class StopStrings {
  private StopStrings() {}

  /** The text up to the first place where one of the stop strings begins. */
  public static String before(String text, List<String> stops) {
    int end = text.length();
    for (String stop : stops) {
      int found = text.indexOf(stop);
      end = found < 0 ? end : Math.min(end, found);
    }
    return text.substring(0, end);
  }
}
