package org.plumbline.distill.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.plumbline.distill.corpus.Block.Piece;
import org.plumbline.distill.corpus.Block.Span;

/** Markdown (CommonMark, with tables as on GitHub and formulas between {@code $$}). */
final class MarkdownFormat implements DocumentFormat {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .customBlockParserFactory(new FormulaParser.Factory())
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  @Override
  public Set<String> endings() {
    return Set.of(".md", ".markdown");
  }

  @Override
  public Document read(Path file, String encoding, Cleaned cleaned) {
    TextDecoder decoded = TextFiles.decode(file, encoding);
    return new Document(
        decoded.text(), blocks(decoded.text()), Document.Form.MARKDOWN, decoded.encoding(), 0);
  }

  static List<Block> blocks(String source) {
    List<Block> blocks = new ArrayList<>();
    addChildren(PARSER.parse(source), BlockKind.PROSE, source, blocks);
    return blocks;
  }

  private static void addChildren(Node parent, BlockKind prose, String source, List<Block> blocks) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      add(node, prose, source, blocks);
    }
  }

  /**
   * Adds what a node holds.
   *
   * @param prose what running text is here
   */
  private static void add(Node node, BlockKind prose, String source, List<Block> blocks) {
    switch (node) {
      case Heading heading -> {
        Span span = spanOf(heading);
        StringBuilder text = new StringBuilder();
        addText(heading, text);
        blocks.add(new Block.Heading(heading.getLevel(), text.toString().strip(), span, null));
      }
      case BlockQuote quote -> addChildren(quote, BlockKind.QUOTE, source, blocks);
      case ListBlock list -> {
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
          addItem(item, prose, source, blocks);
        }
      }
      case FencedCodeBlock code -> addCode(code, source, blocks);
      case IndentedCodeBlock code -> blocks.add(piece(BlockKind.CODE, code));
      case TableBlock table -> blocks.add(piece(BlockKind.TABLE, table));
      case FormulaParser.FormulaBlock formula -> blocks.add(piece(BlockKind.FORMULA, formula));
      case org.commonmark.node.Paragraph text -> blocks.add(piece(prose, text));
      case HtmlBlock html -> blocks.add(piece(prose, html));
      // Rules between parts, and definitions of addresses, say nothing.
      default -> {}
    }
  }

  /** Its lines without the fences around them. */
  private static void addCode(FencedCodeBlock code, String source, List<Block> blocks) {
    List<Span> lines = spans(code);
    int last = lines.size();
    Span end = lines.getLast();
    String closing = source.substring(end.offset(), end.end()).strip();
    boolean closed = lines.size() > 1 && closing.matches("`{3,}|~{3,}");
    List<Span> inside = lines.subList(1, closed ? last - 1 : last);
    if (!inside.isEmpty()) {
      blocks.add(new Piece(BlockKind.CODE, inside, null));
    }
  }

  /** An item stays whole, with items below it, unless it holds more than text. */
  private static void addItem(Node item, BlockKind prose, String source, List<Block> blocks) {
    if (isText(item)) {
      blocks.add(piece(BlockKind.LIST, item));
      return;
    }
    boolean first = true;
    for (Node node = item.getFirstChild(); node != null; node = node.getNext()) {
      if (first && node instanceof org.commonmark.node.Paragraph) {
        blocks.add(opening(item, node));
      } else {
        add(node, prose, source, blocks);
      }
      first = false;
    }
  }

  private static boolean isText(Node item) {
    for (Node node = item.getFirstChild(); node != null; node = node.getNext()) {
      boolean text =
          node instanceof org.commonmark.node.Paragraph
              || (node instanceof BulletList || node instanceof OrderedList) && allText(node);
      if (!text) {
        return false;
      }
    }
    return true;
  }

  private static boolean allText(Node list) {
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      if (!isText(item)) {
        return false;
      }
    }
    return true;
  }

  /** The first paragraph of an item, with the item's mark before it. */
  private static Piece opening(Node item, Node paragraph) {
    List<Span> lines = new ArrayList<>(spans(paragraph));
    lines.set(0, new Span(spanOf(item).offset(), lines.getFirst().end()));
    return new Piece(BlockKind.LIST, lines, null);
  }

  private static Piece piece(BlockKind kind, Node node) {
    return new Piece(kind, spans(node), null);
  }

  private static List<Span> spans(Node node) {
    List<Span> spans = new ArrayList<>();
    for (SourceSpan span : node.getSourceSpans()) {
      spans.add(new Span(span.getInputIndex(), span.getInputIndex() + span.getLength()));
    }
    return spans;
  }

  private static Span spanOf(Node node) {
    List<Span> spans = spans(node);
    return new Span(spans.getFirst().offset(), spans.getLast().end());
  }

  private static void addText(Node parent, StringBuilder text) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
      switch (node) {
        case Text words -> text.append(words.getLiteral());
        case Code code -> text.append(code.getLiteral());
        case SoftLineBreak blank -> text.append(' ');
        case HardLineBreak blank -> text.append(' ');
        default -> addText(node, text);
      }
    }
  }
}
