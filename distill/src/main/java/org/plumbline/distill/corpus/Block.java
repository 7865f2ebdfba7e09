package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a document is made of, in its order; the finest that a format tells us. */
public sealed interface Block {

  /**
   * Characters of the source from an offset to an end, exclusive.
   *
   * @param offset in characters (UTF-16)
   */
  record Span(int offset, int end) {}

  /**
   * The title of a chapter or a section.
   *
   * @param level 1 for the widest
   * @param text on one line
   */
  record Heading(int level, String text, Span span, @Nullable Integer page) implements Block {}

  /**
   * Anything else: what should stay together if there is room.
   *
   * @param kind decides where it may be cut
   * @param lines where its lines stand in the source, without what marks a quotation before them;
   *     at least one
   * @param page on which it begins; null where there are none
   */
  record Piece(BlockKind kind, List<Span> lines, @Nullable Integer page) implements Block {
    public Piece {
      lines = List.copyOf(lines);
    }

    /** Its lines as they stand in the source. */
    String in(String source) {
      StringBuilder text = new StringBuilder();
      for (Span line : lines) {
        text.append(text.isEmpty() ? "" : "\n").append(source, line.offset(), line.end());
      }
      return text.toString();
    }

    /** The part from one index of {@link #in} to another, exclusive. */
    Piece part(int from, int to) {
      List<Span> part = new ArrayList<>();
      int at = 0;
      for (Span line : lines) {
        int length = line.end() - line.offset();
        int begin = Math.max(0, from - at);
        int end = Math.min(length, to - at);
        if (begin < end || begin == 0 && length == 0 && at >= from && at < to) {
          part.add(new Span(line.offset() + begin, line.offset() + end));
        }
        at += length + 1;
      }
      return new Piece(kind, part, page);
    }

    int offset() {
      return lines.getFirst().offset();
    }

    int end() {
      return lines.getLast().end();
    }
  }
}
