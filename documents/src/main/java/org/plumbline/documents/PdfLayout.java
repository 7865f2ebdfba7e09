package org.plumbline.documents;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.plumbline.distill.corpus.Block;
import org.plumbline.distill.corpus.Block.Heading;
import org.plumbline.distill.corpus.Block.Piece;
import org.plumbline.distill.corpus.Block.Span;
import org.plumbline.distill.corpus.BlockKind;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Document;
import org.plumbline.distill.corpus.HeadingLines;

/**
 * Makes a document of printed lines: titles where the outline of the PDF says so, or, without one,
 * where lines look like titles; items of lists by their marks; a paragraph that goes on over the
 * page is one.
 */
final class PdfLayout {
  private static final int TITLE_LINES = 3;
  private static final Pattern ITEM =
      Pattern.compile("\\s*(?:[•·▪◦‣●■]|[-–]\\s|\\(?\\d{1,3}[.)]\\s).*");
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern NUMBERING = Pattern.compile("^[\\d.]+");
  private static final Pattern ENDS = Pattern.compile(".*[.。!！?？:：;；…”\"]$", Pattern.DOTALL);

  private final List<List<List<String>>> pages;
  private final Map<Integer, List<PdfOutline.Entry>> outline = new HashMap<>();
  private final boolean guessed;
  private final StringBuilder source = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();

  PdfLayout(List<List<List<String>>> pages, List<PdfOutline.Entry> outline, Cleaned cleaned) {
    this.pages = pages;
    this.guessed = outline.isEmpty();
    outline.forEach(
        entry -> this.outline.computeIfAbsent(entry.page(), page -> new ArrayList<>()).add(entry));
    RunningLines.remove(pages, cleaned);
  }

  Document document() {
    for (int page = 1; page <= pages.size(); page++) {
      addPage(page, pages.get(page - 1));
    }
    return new Document(source.toString(), blocks, Document.Form.PRINTED, "", pages.size());
  }

  private void addPage(int page, List<List<String>> paragraphs) {
    List<PdfOutline.Entry> entries = new ArrayList<>(outline.getOrDefault(page, List.of()));
    // Titles that stand nowhere on the page, as those of a picture, begin with it.
    List<PdfOutline.Entry> unseen =
        entries.stream().filter(entry -> !standsIn(entry, paragraphs)).toList();
    unseen.forEach(entry -> addHeading(entry.level(), List.of(entry.title()), page));
    entries.removeAll(unseen);
    boolean first = true;
    for (int p = 0; p < paragraphs.size(); p++) {
      List<String> lines = paragraphs.get(p);
      int line = 0;
      int begin = 0;
      while (line < lines.size()) {
        Optional<Title> title =
            guessed ? guessed(paragraphs, p, line) : outlined(entries, lines, line);
        if (title.isPresent()) {
          first = addLines(lines.subList(begin, line), page, first);
          addHeading(title.get().level(), lines.subList(line, line + title.get().lines()), page);
          line += title.get().lines();
          begin = line;
          first = false;
        } else {
          line++;
        }
      }
      first = addLines(lines.subList(begin, lines.size()), page, first);
    }
  }

  /** A title that was found: how wide it is, and over how many lines it goes. */
  private record Title(int level, int lines) {}

  private static boolean standsIn(PdfOutline.Entry entry, List<List<String>> paragraphs) {
    for (List<String> lines : paragraphs) {
      for (int line = 0; line < lines.size(); line++) {
        if (linesOf(entry, lines, line) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<Title> outlined(
      List<PdfOutline.Entry> entries, List<String> lines, int line) {
    for (PdfOutline.Entry entry : entries) {
      int over = linesOf(entry, lines, line);
      if (over > 0) {
        entries.remove(entry);
        return Optional.of(new Title(entry.level(), over));
      }
    }
    return Optional.empty();
  }

  /** Over how many lines a title goes that begins here; 0 if none does. */
  private static int linesOf(PdfOutline.Entry entry, List<String> lines, int line) {
    String wanted = bare(entry.title());
    StringBuilder text = new StringBuilder();
    for (int over = 1; over <= TITLE_LINES && line + over <= lines.size(); over++) {
      text.append(' ').append(lines.get(line + over - 1));
      String there = bare(text.toString());
      boolean same =
          there.equals(wanted) || NUMBERING.matcher(there).replaceFirst("").equals(wanted);
      if (same && !wanted.isEmpty()) {
        return over;
      }
    }
    return 0;
  }

  private static String bare(String title) {
    return NO_LETTERS.matcher(title).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /** Without an outline: a line that begins a paragraph and looks like a title. */
  private static Optional<Title> guessed(List<List<String>> paragraphs, int paragraph, int line) {
    String text = paragraphs.get(paragraph).get(line);
    int level = line == 0 ? HeadingLines.level(text) : 0;
    boolean item = ITEM.matcher(text).matches() || startsNumbered(text) && level == 1;
    boolean alone =
        paragraphs.get(paragraph).size() == 1
            && !isNumbered(paragraphs, paragraph - 1)
            && !isNumbered(paragraphs, paragraph + 1);
    return level > 0 && (!item || alone) ? Optional.of(new Title(level, 1)) : Optional.empty();
  }

  private static boolean isNumbered(List<List<String>> paragraphs, int paragraph) {
    return paragraph >= 0
        && paragraph < paragraphs.size()
        && startsNumbered(paragraphs.get(paragraph).getFirst());
  }

  private static boolean startsNumbered(String line) {
    return line.matches("\\s*\\d{1,2}[.)]?\\s.*");
  }

  private void addHeading(int level, List<String> lines, int page) {
    String title = String.join(" ", lines).strip();
    int begin = source.length();
    source.append(title).append("\n\n");
    blocks.add(new Heading(level, title, new Span(begin, begin + title.length()), page));
  }

  /**
   * Adds running text and items; returns whether the next lines are still the first of the page.
   */
  private boolean addLines(List<String> lines, int page, boolean first) {
    List<String> open = new ArrayList<>();
    boolean begins = first;
    for (String line : lines) {
      if (ITEM.matcher(line).matches() && !open.isEmpty()) {
        add(open, page, begins);
        begins = false;
        open.clear();
      }
      open.add(line);
    }
    if (!open.isEmpty()) {
      add(open, page, begins);
      begins = false;
    }
    return begins;
  }

  private void add(List<String> lines, int page, boolean firstOfPage) {
    boolean item = ITEM.matcher(lines.getFirst()).matches();
    boolean goesOn = firstOfPage && !item && goesOn(lines.getFirst());
    List<Span> spans = new ArrayList<>();
    BlockKind kind = item ? BlockKind.LIST : BlockKind.PROSE;
    @Nullable Integer begins = page;
    if (goesOn && blocks.getLast() instanceof Piece last) {
      source.setLength(last.lines().getLast().end());
      source.append('\n');
      spans.addAll(last.lines());
      kind = last.kind();
      begins = last.page();
      blocks.removeLast();
    }
    for (String line : lines) {
      spans.add(new Span(source.length(), source.length() + line.length()));
      source.append(line).append('\n');
    }
    source.append('\n');
    blocks.add(new Piece(kind, spans, begins));
  }

  /** Whether the last text of the page before has no end, and this line no beginning. */
  private boolean goesOn(String line) {
    if (blocks.isEmpty() || !(blocks.getLast() instanceof Piece last)) {
      return false;
    }
    Span end = last.lines().getLast();
    boolean open = !ENDS.matcher(source.substring(end.offset(), end.end()).strip()).matches();
    int initial = line.strip().codePointAt(0);
    return open && (Character.isLowerCase(initial) || Character.isIdeographic(initial));
  }
}
