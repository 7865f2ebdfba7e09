package org.plumbline.lm.generate;

import java.util.List;
import org.plumbline.lm.text.TextStream;
import org.plumbline.lm.text.Tokenizer;

/** Looks for stop strings in a text while it is written, wherever its tokens begin and end. */
final class StopText {
  private final TextStream stream;
  private final List<String> stops;
  private final int longest;
  private String tail = "";

  StopText(Tokenizer tokenizer, List<String> stops) {
    this.stream = new TextStream(tokenizer);
    this.stops = stops;
    this.longest = stops.stream().mapToInt(String::length).max().orElse(0);
  }

  /** Whether a stop string is complete with this token. */
  boolean stopsAfter(int id) {
    String seen = tail + stream.add(id);
    if (stops.stream().anyMatch(seen::contains)) {
      return true;
    }
    tail = seen.substring(Math.max(0, seen.length() - longest + 1));
    return false;
  }
}
