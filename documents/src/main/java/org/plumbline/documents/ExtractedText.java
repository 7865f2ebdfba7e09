package org.plumbline.documents;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.plumbline.distill.corpus.Block;
import org.plumbline.distill.corpus.Block.Heading;
import org.plumbline.distill.corpus.Block.Piece;
import org.plumbline.distill.corpus.Block.Span;
import org.plumbline.distill.corpus.BlockKind;
import org.plumbline.distill.corpus.Cleaned;
import org.plumbline.distill.corpus.Cleaned.Reason;
import org.plumbline.distill.corpus.Document;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Makes a document of XHTML as Tika writes it: headings, running text, lists, quotations, code and
 * tables, one after another, as lines of a source that offsets count in.
 */
final class ExtractedText extends DefaultHandler {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "head",
          "script",
          "style",
          "nav",
          "footer",
          "noscript",
          "template",
          "svg",
          "button",
          "select",
          "iframe",
          "object");
  private static final Set<String> TEXT_BLOCKS =
      Set.of(
          "p",
          "div",
          "section",
          "article",
          "main",
          "header",
          "aside",
          "dt",
          "dd",
          "dl",
          "figure",
          "figcaption",
          "caption",
          "address",
          "body",
          "html",
          "hr",
          "details",
          "summary",
          "form",
          "fieldset",
          "center");
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\r\\n\\f]+");
  private static final Pattern CODE_STYLE =
      Pattern.compile("(?i).*(?:source|code|preformatted|verbatim|listing).*");
  private static final Pattern ITEM =
      Pattern.compile("(?:[•·▪◦‣–-]|\\(?\\d{1,3}[.)])\\s+\\S.*", Pattern.DOTALL);

  private final Cleaned cleaned;
  private final StringBuilder source = new StringBuilder();
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder open = new StringBuilder();
  private final StringBuilder leftOut = new StringBuilder();
  private final Deque<Integer> lists = new ArrayDeque<>();
  private final List<List<String>> rows = new ArrayList<>();
  private String marker = "";
  private int ignored;
  private int heading;
  private int code;
  private int quotes;
  private int tables;
  private boolean codeStyle;
  private boolean formula;

  ExtractedText(Cleaned cleaned) {
    this.cleaned = cleaned;
  }

  /** What was read. */
  Document document(String encoding) {
    flush();
    return new Document(source.toString(), blocks, Document.Form.TEXT, encoding, 0);
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes) {
    String name = name(local, qualified);
    if (ignored > 0 || LEFT_OUT.contains(name)) {
      ignored++;
      return;
    }
    switch (name) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        flush();
        heading = name.charAt(1) - '0';
      }
      case "ul", "ol" -> {
        flush();
        lists.push(name.equals("ol") ? 1 : 0);
      }
      case "li" -> {
        flush();
        marker = marker();
      }
      case "pre" -> {
        flush();
        code++;
      }
      case "blockquote" -> {
        flush();
        quotes++;
      }
      case "table" -> {
        flush();
        tables++;
      }
      case "tr" -> newRow();
      case "td", "th" -> newCell();
      case "br" -> open.append(tables > 0 ? ' ' : '\n');
      case "img" -> image(attributes);
      case "code", "tt", "kbd", "samp" -> open.append(code == 0 ? "`" : "");
      case "annotation" -> formula = "application/x-tex".equals(attributes.getValue("encoding"));
      default -> startBlock(name, attributes);
    }
  }

  private void startBlock(String name, Attributes attributes) {
    if (!TEXT_BLOCKS.contains(name)) {
      return;
    }
    flush();
    String style = attributes.getValue("class");
    codeStyle = name.equals("p") && style != null && CODE_STYLE.matcher(style).matches();
  }

  @Override
  public void endElement(String uri, String local, String qualified) {
    String name = name(local, qualified);
    if (ignored > 0) {
      ignored--;
      noteLeftOut(name);
      return;
    }
    switch (name) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> {
        flush();
        heading = 0;
      }
      case "ul", "ol" -> {
        flush();
        lists.poll();
      }
      case "li" -> {
        flush();
        marker = "";
      }
      case "pre" -> {
        flush();
        code = Math.max(0, code - 1);
      }
      case "blockquote" -> {
        flush();
        quotes = Math.max(0, quotes - 1);
      }
      case "td", "th" -> endCell();
      case "table" -> endTable();
      case "code", "tt", "kbd", "samp" -> open.append(code == 0 ? "`" : "");
      case "annotation" -> formula = false;
      default -> {
        if (TEXT_BLOCKS.contains(name)) {
          flush();
          codeStyle = false;
        }
      }
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    (ignored > 0 ? leftOut : open).append(characters, start, length);
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) {
    characters(characters, start, length);
  }

  private static String name(String local, String qualified) {
    return (local.isEmpty() ? qualified : local).toLowerCase(Locale.ROOT);
  }

  private void noteLeftOut(String name) {
    if (ignored == 0) {
      if (!leftOut.toString().isBlank() && !name.equals("head")) {
        cleaned.add(Reason.NAVIGATION, leftOut.toString());
      }
      leftOut.setLength(0);
    }
  }

  private void image(Attributes attributes) {
    String alternative = attributes.getValue("alt");
    cleaned.add(Reason.IMAGE, alternative == null ? "" : alternative);
  }

  private String marker() {
    int number = lists.isEmpty() ? 0 : lists.pop();
    String mark = number == 0 ? "- " : number + ". ";
    lists.push(number == 0 ? 0 : number + 1);
    return "  ".repeat(lists.size() - 1) + mark;
  }

  private void newRow() {
    if (tables == 1) {
      rows.add(new ArrayList<>());
    }
  }

  private void newCell() {
    if (tables == 1 && rows.isEmpty()) {
      newRow();
    }
    open.append(tables > 1 ? " " : "");
  }

  private void endCell() {
    if (tables == 1 && !rows.isEmpty()) {
      rows.getLast().add(BLANKS.matcher(open).replaceAll(" ").strip());
      open.setLength(0);
    }
  }

  private void endTable() {
    tables = Math.max(0, tables - 1);
    if (tables > 0) {
      return;
    }
    rows.removeIf(row -> row.stream().allMatch(String::isEmpty));
    int width = rows.stream().mapToInt(List::size).max().orElse(0);
    if (rows.size() > 1 && width > 1) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < rows.size(); i++) {
        text.append(i == 0 ? "" : "\n").append(row(rows.get(i), width));
        text.append(i == 0 ? "\n" + "| --- ".repeat(width) + "|" : "");
      }
      add(BlockKind.TABLE, text.toString());
    } else {
      // A frame around text, not a table.
      rows.forEach(row -> row.forEach(cell -> add(BlockKind.PROSE, cell)));
    }
    rows.clear();
    open.setLength(0);
  }

  private static String row(List<String> cells, int width) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < width; i++) {
      String cell = i < cells.size() ? cells.get(i).replace("|", "\\|") : "";
      text.append(' ').append(cell).append(" |");
    }
    return text.toString();
  }

  /** Ends the block in hand. */
  private void flush() {
    if (tables > 0) {
      open.append(open.isEmpty() ? "" : " ");
      return;
    }
    String raw = open.toString();
    open.setLength(0);
    if (raw.isBlank()) {
      return;
    }
    String line = BLANKS.matcher(raw).replaceAll(" ").strip();
    if (heading > 0) {
      Span span = write(line);
      blocks.add(new Heading(heading, line, span, null));
    } else if (code > 0) {
      add(BlockKind.CODE, raw.replace("\r\n", "\n").replaceAll("^\\n+|\\s+$", ""));
    } else if (codeStyle) {
      addCodeLine(raw.stripTrailing());
    } else if (formula || line.startsWith("$$") || line.startsWith("\\[")) {
      add(BlockKind.FORMULA, formula ? "$$" + line + "$$" : line);
    } else if (!lists.isEmpty()) {
      add(BlockKind.LIST, marker + line);
      marker = "  ".repeat(lists.size());
    } else if (ITEM.matcher(line).matches()) {
      add(BlockKind.LIST, line);
    } else {
      add(quotes > 0 ? BlockKind.QUOTE : BlockKind.PROSE, line);
    }
  }

  /** A word processor has a paragraph for each line of code. */
  private void addCodeLine(String line) {
    if (!blocks.isEmpty()
        && blocks.getLast() instanceof Piece last
        && last.kind() == BlockKind.CODE) {
      source.setLength(last.lines().getLast().end());
      source.append('\n');
      List<Span> lines = new ArrayList<>(last.lines());
      lines.addAll(lines(line));
      blocks.set(blocks.size() - 1, new Piece(BlockKind.CODE, lines, null));
      source.append("\n\n");
    } else {
      add(BlockKind.CODE, line);
    }
  }

  private void add(BlockKind kind, String text) {
    if (!text.isBlank()) {
      List<Span> lines = lines(text);
      source.append("\n\n");
      blocks.add(new Piece(kind, lines, null));
    }
  }

  /** Appends lines to the source; the caller ends the block. */
  private List<Span> lines(String text) {
    List<Span> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      source.append(lines.isEmpty() ? "" : "\n");
      lines.add(new Span(source.length(), source.length() + line.length()));
      source.append(line);
    }
    return lines;
  }

  private Span write(String line) {
    Span span = lines(line).getFirst();
    source.append("\n\n");
    return span;
  }
}
