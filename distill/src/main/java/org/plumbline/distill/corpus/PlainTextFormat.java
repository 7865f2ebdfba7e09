package org.plumbline.distill.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.plumbline.distill.corpus.Block.Heading;
import org.plumbline.distill.corpus.Block.Piece;
import org.plumbline.distill.corpus.Block.Span;

/**
 * Plain text: blocks between blank lines; or a block each line, where lines are as long as
 * paragraphs or begin with the two wide blanks of Chinese typesetting.
 */
final class PlainTextFormat implements DocumentFormat {
  private static final int LONG_LINE = 120;
  private static final Pattern UNDERLINE = Pattern.compile("={3,}|-{3,}");
  private static final Pattern ITEM =
      Pattern.compile("\\s*(?:[-*•·]|\\(?\\d{1,3}[.)、]|[（(]\\d{1,3}[)）])\\s*\\S.*");

  @Override
  public Set<String> endings() {
    return Set.of(".txt", ".text");
  }

  @Override
  public Document read(Path file, String encoding, Cleaned cleaned) {
    TextDecoder decoded = TextFiles.decode(file, encoding);
    return new Document(
        decoded.text(), blocks(decoded.text()), Document.Form.TEXT, decoded.encoding(), 0);
  }

  static List<Block> blocks(String source) {
    List<Span> lines = lines(source);
    boolean lineIsBlock = linesAreBlocks(source, lines);
    List<Block> blocks = new ArrayList<>();
    List<Span> open = new ArrayList<>();
    for (Span line : lines) {
      boolean blank = textOf(source, line).isBlank();
      if (!blank) {
        open.add(line);
      }
      if ((blank || lineIsBlock) && !open.isEmpty()) {
        add(source, open, blocks);
        open.clear();
      }
    }
    if (!open.isEmpty()) {
      add(source, open, blocks);
    }
    return withoutNumberedItems(blocks);
  }

  private static void add(String source, List<Span> lines, List<Block> blocks) {
    String first = textOf(source, lines.getFirst());
    Span all = new Span(lines.getFirst().offset(), lines.getLast().end());
    int level = HeadingLines.level(first);
    if (lines.size() == 1 && level > 0) {
      blocks.add(new Heading(level, first.strip(), all, null));
    } else if (lines.size() == 2
        && UNDERLINE.matcher(textOf(source, lines.get(1)).strip()).matches()) {
      int underlined = textOf(source, lines.get(1)).strip().startsWith("=") ? 1 : 2;
      blocks.add(new Heading(underlined, first.strip(), all, null));
    } else if (first.stripLeading().startsWith("$$") || first.stripLeading().startsWith("\\[")) {
      blocks.add(new Piece(BlockKind.FORMULA, lines, null));
    } else if (lines.stream().allMatch(line -> isIndented(textOf(source, line)))) {
      blocks.add(new Piece(BlockKind.CODE, lines, null));
    } else if (ITEM.matcher(first).matches()) {
      addItems(source, lines, blocks);
    } else {
      blocks.add(new Piece(BlockKind.PROSE, lines, null));
    }
  }

  private static void addItems(String source, List<Span> lines, List<Block> blocks) {
    List<Span> item = new ArrayList<>();
    for (Span line : lines) {
      if (ITEM.matcher(textOf(source, line)).matches() && !item.isEmpty()) {
        blocks.add(new Piece(BlockKind.LIST, item, null));
        item.clear();
      }
      item.add(line);
    }
    blocks.add(new Piece(BlockKind.LIST, item, null));
  }

  /** Numbered titles that follow each other without text between them are the items of a list. */
  private static List<Block> withoutNumberedItems(List<Block> blocks) {
    List<Block> result = new ArrayList<>(blocks);
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i) instanceof Heading heading
          && HeadingLines.mayBeItem(heading.text())
          && (isNumbered(blocks, i - 1) || isNumbered(blocks, i + 1))) {
        result.set(i, new Piece(BlockKind.LIST, List.of(heading.span()), null));
      }
    }
    return result;
  }

  private static boolean isNumbered(List<Block> blocks, int index) {
    return index >= 0
        && index < blocks.size()
        && blocks.get(index) instanceof Heading heading
        && HeadingLines.mayBeItem(heading.text());
  }

  private static boolean linesAreBlocks(String source, List<Span> lines) {
    List<String> filled =
        lines.stream().map(line -> textOf(source, line)).filter(line -> !line.isBlank()).toList();
    long indented = filled.stream().filter(line -> line.startsWith("\u3000\u3000")).count();
    long broad = filled.stream().filter(line -> TextWidth.of(line) > LONG_LINE).count();
    return indented * 10 >= filled.size() * 3L || broad * 2L > filled.size();
  }

  private static boolean isIndented(String line) {
    return line.startsWith("    ") || line.startsWith("\t");
  }

  private static String textOf(String source, Span line) {
    return source.substring(line.offset(), line.end());
  }

  private static List<Span> lines(String source) {
    List<Span> lines = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= source.length(); i++) {
      if (i == source.length() || source.charAt(i) == '\n' || source.charAt(i) == '\r') {
        lines.add(new Span(begin, i));
        boolean pair = i + 1 < source.length() && source.startsWith("\r\n", i);
        i += pair ? 1 : 0;
        begin = i + 1;
      }
    }
    return lines;
  }
}
