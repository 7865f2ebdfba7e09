package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.distill.corpus.Block.Piece;

/**
 * Fills the pieces of a section into paragraphs of bounded width.
 *
 * <p>A paragraph takes pieces until it has the least width; longer, if what follows belongs to it:
 * a list, code, a table or a formula to the line that announces it, an item to its list. No piece
 * is cut unless it alone is too wide; then text is cut between sentences, the rest between lines.
 */
final class Packing {
  private final String source;
  private final Rendering rendering;
  private final int least;
  private final int most;

  /** A piece and what a reader sees of it. */
  record Unit(Piece piece, String text, int width) {
    static Unit of(Piece piece, String text) {
      return new Unit(piece, text, TextWidth.of(text));
    }
  }

  Packing(String source, Rendering rendering, int least, int most) {
    this.source = source;
    this.rendering = rendering;
    this.least = least;
    this.most = most;
  }

  /** The paragraphs of a section, each as what it is made of. */
  List<List<Unit>> of(Section section) {
    List<List<Unit>> paragraphs = new ArrayList<>();
    List<Unit> open = new ArrayList<>();
    for (Unit unit : units(section)) {
      boolean fits = width(open) + unit.width() <= most;
      boolean wanted = width(open) < least || belongs(open, unit);
      if (!open.isEmpty() && !(fits && wanted)) {
        paragraphs.add(open);
        open = new ArrayList<>();
      }
      open.add(unit);
    }
    if (!open.isEmpty()) {
      paragraphs.add(open);
    }
    return withoutShortOnes(paragraphs);
  }

  /** Joined with the one before it, or the next, as long as the result is not too wide. */
  private List<List<Unit>> withoutShortOnes(List<List<Unit>> paragraphs) {
    List<List<Unit>> result = new ArrayList<>();
    for (List<Unit> paragraph : paragraphs) {
      List<Unit> before = result.isEmpty() ? List.of() : result.getLast();
      boolean shortOne = width(paragraph) < least || width(before) < least;
      if (!before.isEmpty() && shortOne && width(before) + width(paragraph) <= most) {
        before.addAll(paragraph);
      } else {
        result.add(new ArrayList<>(paragraph));
      }
    }
    return result;
  }

  private List<Unit> units(Section section) {
    List<Unit> units = new ArrayList<>();
    for (Piece piece : section.pieces()) {
      String text = rendering.of(piece.kind(), piece.in(source));
      if (!text.isBlank()) {
        Unit unit = Unit.of(piece, text);
        units.addAll(unit.width() <= most ? List.of(unit) : cut(unit));
      }
    }
    return units;
  }

  private static int width(List<Unit> units) {
    return units.stream().mapToInt(Unit::width).sum();
  }

  private static boolean belongs(List<Unit> open, Unit next) {
    Unit last = open.getLast();
    boolean announced = last.text().endsWith(":") || last.text().endsWith("：");
    boolean sameList =
        last.piece().kind() == BlockKind.LIST && next.piece().kind() == BlockKind.LIST;
    boolean explained =
        last.piece().kind() == BlockKind.FORMULA && next.piece().kind() == BlockKind.PROSE;
    return announced || sameList || explained || next.piece().kind() == BlockKind.FORMULA;
  }

  /** Parts of a piece that is too wide, about equally wide. */
  private List<Unit> cut(Unit unit) {
    String raw = unit.piece().in(source);
    boolean lines =
        switch (unit.piece().kind()) {
          case CODE, TABLE, FORMULA -> true;
          case PROSE, QUOTE, LIST -> false;
        };
    List<Integer> ends = bounded(raw, lines ? lineEnds(raw) : sentenceEnds(unit, raw));
    int parts = (unit.width() + most - 1) / most;
    int wanted = Math.min(most, unit.width() / parts + most / 10);
    List<Unit> units = new ArrayList<>();
    int begin = 0;
    int last = 0;
    for (int end : ends) {
      if (last > begin && TextWidth.of(raw.substring(begin, end)) > wanted) {
        add(unit, begin, last, units);
        begin = last;
      }
      last = end;
    }
    add(unit, begin, last, units);
    return units;
  }

  private static List<Integer> sentenceEnds(Unit unit, String raw) {
    // The lines of an item end parts of it; those of running text are lines of print.
    return unit.piece().kind() == BlockKind.LIST && unit.text().contains("\n")
        ? lineEnds(raw)
        : Sentences.ends(raw);
  }

  private static List<Integer> lineEnds(String raw) {
    List<Integer> ends = new ArrayList<>();
    for (int i = raw.indexOf('\n'); i >= 0; i = raw.indexOf('\n', i + 1)) {
      ends.add(i + 1);
    }
    ends.add(raw.length());
    return ends;
  }

  /** The same ends with more between those that are too far apart: at blanks, or anywhere. */
  private List<Integer> bounded(String raw, List<Integer> ends) {
    List<Integer> result = new ArrayList<>();
    int begin = 0;
    for (int end : ends) {
      while (TextWidth.of(raw.substring(begin, end)) > most) {
        begin = reachable(raw, begin, end);
        result.add(begin);
      }
      result.add(end);
      begin = end;
    }
    return result;
  }

  private int reachable(String raw, int begin, int end) {
    int width = 0;
    int blank = -1;
    int at = begin;
    while (at < end) {
      int point = raw.codePointAt(at);
      width += TextWidth.isWide(point) ? 2 : 1;
      if (width > most) {
        break;
      }
      at += Character.charCount(point);
      blank = Character.isWhitespace(point) ? at : blank;
    }
    return blank > begin ? blank : at;
  }

  private void add(Unit whole, int from, int to, List<Unit> units) {
    @Nullable Piece part = from < to ? whole.piece().part(from, to) : null;
    if (part != null && !part.lines().isEmpty()) {
      String text = rendering.of(part.kind(), part.in(source));
      if (!text.isBlank()) {
        units.add(Unit.of(part, text));
      }
    }
  }
}
