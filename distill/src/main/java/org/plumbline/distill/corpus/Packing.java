package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final int TITLE = 100;
  private static final int FENCES = 10;

  /** The blank line between two pieces. */
  private static final int JOINT = 2;

  private static final Pattern SENTENCE = Pattern.compile("[.。!！?？;；…)）\"”]$");
  private static final Pattern TABLE_RULE = Pattern.compile("[|:\\s-]*-[|:\\s-]*");

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
      if (!open.isEmpty() && !joins(open, unit)) {
        List<Unit> announcing = takeAnnouncing(open, unit);
        paragraphs.add(open);
        open = announcing;
      }
      open.add(unit);
    }
    if (!open.isEmpty()) {
      paragraphs.add(open);
    }
    return withoutShortOnes(paragraphs);
  }

  private boolean joins(List<Unit> open, Unit next) {
    boolean fits = width(open) + JOINT + next.width() <= most;
    boolean wanted = width(open) < least && sameLanguage(open, List.of(next));
    return fits && (wanted || belongs(open.getLast(), next));
  }

  /** What announces the next piece goes with it, unless nothing would be left without it. */
  private List<Unit> takeAnnouncing(List<Unit> open, Unit next) {
    List<Unit> announcing = new ArrayList<>();
    Unit last = open.getLast();
    boolean announces = announces(last) && last.width() + JOINT + next.width() <= most;
    if (announces && open.size() > 1 && !belongs(open.get(open.size() - 2), last)) {
      announcing.add(open.removeLast());
    }
    return announcing;
  }

  /** Joined with the one before it, or the next, as long as the result is not too wide. */
  private List<List<Unit>> withoutShortOnes(List<List<Unit>> paragraphs) {
    List<List<Unit>> result = new ArrayList<>();
    for (List<Unit> paragraph : paragraphs) {
      List<Unit> before = result.isEmpty() ? List.of() : result.getLast();
      boolean shortOne = width(paragraph) < least || width(before) < least;
      boolean fits = width(before) + JOINT + width(paragraph) <= most;
      if (!before.isEmpty() && shortOne && fits && sameLanguage(before, paragraph)) {
        before.addAll(paragraph);
      } else {
        result.add(new ArrayList<>(paragraph));
      }
    }
    return result;
  }

  /** Chinese and English paragraphs of a book that is translated in part stay apart. */
  private static boolean sameLanguage(List<Unit> some, List<Unit> others) {
    Language language = language(some);
    Language other = language(others);
    return language == other || !isClear(language) || !isClear(other);
  }

  private static boolean isClear(Language language) {
    return language == Language.ZH || language == Language.EN;
  }

  private static Language language(List<Unit> units) {
    return Language.of(units.stream().map(Unit::text).collect(Collectors.joining("\n\n")));
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
    return units.stream().mapToInt(unit -> unit.width() + JOINT).sum() - JOINT;
  }

  private static boolean belongs(Unit last, Unit next) {
    boolean sameList =
        last.piece().kind() == BlockKind.LIST && next.piece().kind() == BlockKind.LIST;
    boolean explained =
        last.piece().kind() == BlockKind.FORMULA && next.piece().kind() == BlockKind.PROSE;
    return announces(last) || sameList || explained || next.piece().kind() == BlockKind.FORMULA;
  }

  /** A line that ends in a colon, or is short and no sentence, such as the title of a listing. */
  private static boolean announces(Unit unit) {
    BlockKind kind = unit.piece().kind();
    boolean text = kind == BlockKind.PROSE || kind == BlockKind.QUOTE;
    boolean colon = unit.text().endsWith(":") || unit.text().endsWith("：");
    return text && (colon || unit.width() <= TITLE && !SENTENCE.matcher(unit.text()).find());
  }

  /** Parts of a piece that is too wide, about equally wide. */
  private List<Unit> cut(Unit unit) {
    String raw = unit.piece().in(source);
    boolean lines =
        switch (unit.piece().kind()) {
          case CODE, TABLE, FORMULA -> true;
          case PROSE, QUOTE, LIST -> false;
        };
    // A part gets the fences of code or the head of a table again.
    int room = Math.max(most / 2, most - TextWidth.of(head(unit)) - FENCES);
    List<Integer> ends = bounded(raw, lines ? lineEnds(raw) : sentenceEnds(unit, raw), room);
    int parts = (unit.width() + room - 1) / room;
    int wanted = Math.min(room, unit.width() / parts + room / 10);
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
  private static List<Integer> bounded(String raw, List<Integer> ends, int room) {
    List<Integer> result = new ArrayList<>();
    int begin = 0;
    for (int end : ends) {
      while (TextWidth.of(raw.substring(begin, end)) > room) {
        begin = reachable(raw, begin, end, room);
        result.add(begin);
      }
      result.add(end);
      begin = end;
    }
    return result;
  }

  private static int reachable(String raw, int begin, int end, int room) {
    int width = 0;
    int blank = -1;
    int at = begin;
    while (at < end) {
      int point = raw.codePointAt(at);
      width += TextWidth.isWide(point) ? 2 : 1;
      if (width > room) {
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
        units.add(Unit.of(part, from > 0 ? head(whole) + text : text));
      }
    }
  }

  /** The first row of a table and the rule below it, which each of its parts needs. */
  private String head(Unit whole) {
    String[] lines = whole.text().split("\n", 3);
    boolean head =
        whole.piece().kind() == BlockKind.TABLE
            && lines.length == 3
            && TABLE_RULE.matcher(lines[1]).matches()
            && TextWidth.of(lines[0]) + TextWidth.of(lines[1]) <= most / 4;
    return head ? lines[0] + "\n" + lines[1] + "\n" : "";
  }
}
