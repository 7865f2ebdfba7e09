package org.plumbline.cli.source;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** Rows of a file in parts that fit into memory, and are large enough to be worked on together. */
final class Parts {
  static final int ROWS = 4096;
  private static final int CHARACTERS = 1 << 20;

  private Parts() {}

  /**
   * Hands over one part after another.
   *
   * @param size characters of a row
   */
  static <T> void of(Stream<T> rows, ToIntFunction<T> size, Consumer<List<T>> work) {
    List<T> part = new ArrayList<>();
    long characters = 0;
    for (Iterator<T> each = rows.iterator(); each.hasNext(); ) {
      T row = each.next();
      part.add(row);
      characters += size.applyAsInt(row);
      if (part.size() == ROWS || characters >= CHARACTERS || !each.hasNext()) {
        work.accept(List.copyOf(part));
        part.clear();
        characters = 0;
      }
    }
  }
}
