package org.plumbline.distill.corpus;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RecordRows;
import org.plumbline.core.run.ContentHash;

/**
 * A piece of a textbook of bounded size, and where it stands.
 *
 * @param id hash of book, headings and text; the same wherever else the book is changed
 * @param book the name of the book
 * @param chapter the headings above it, the widest first; empty before the first heading
 * @param page the page on which it begins, from 1; null where the format has no pages
 * @param offset where it begins: in Markdown and plain text, characters (UTF-16) from the beginning
 *     of the decoded file; elsewhere, of the text that was extracted
 * @param end where it ends there, exclusive
 * @param text in Markdown, cleaned
 * @param language of its prose
 * @param blocks what it is made of, each kind once
 */
public record Paragraph(
    String id,
    String book,
    List<String> chapter,
    @Nullable Integer page,
    int offset,
    int end,
    String text,
    Language language,
    List<BlockKind> blocks) {
  private static final int ID_DIGITS = 16;

  public Paragraph {
    require(id != null && !id.isBlank(), "a paragraph needs an id, which is empty; ingest again");
    require(book != null && !book.isBlank(), "a paragraph needs a book; '%s' has none", id);
    require(text != null && !text.isBlank(), "a paragraph needs text; '%s' has none", id);
    require(language != null, "a paragraph needs a language; '%s' has none", id);
    require(
        offset >= 0 && offset < end,
        "a paragraph must end behind its offset (%d to %d in '%s'); ingest again",
        offset,
        end,
        id);
    require(page == null || page > 0, "pages begin at 1 ('%s' has another)", id);
    chapter = chapter == null ? List.of() : List.copyOf(chapter);
    blocks = blocks == null ? List.of() : List.copyOf(blocks);
  }

  /**
   * The id of a text at a place.
   *
   * @param earlier how often the same text stands before it, below the same headings
   */
  public static String id(String book, List<String> chapter, String text, int earlier) {
    String place = book + '\u0000' + String.join("\u0000", chapter);
    String source = place + '\u0001' + text + (earlier == 0 ? "" : "\u0001" + earlier);
    return ContentHash.of(source).hex().substring(0, ID_DIGITS);
  }

  /**
   * Reads paragraphs from JSON Lines; the caller closes the stream.
   *
   * @throws org.plumbline.core.error.InvalidInputException for a row that is none, unless such rows
   *     are left out
   */
  public static Stream<Paragraph> read(Path file, InvalidRows invalid) {
    return RecordRows.read(file, Paragraph.class, invalid);
  }

  /** Writes paragraphs as JSON Lines; the file is there whole or not at all. */
  public static void write(Path file, List<Paragraph> paragraphs) {
    RecordRows.write(file, paragraphs);
  }

  /** The widest heading above it; empty before the first. */
  public String topHeading() {
    return chapter.isEmpty() ? "" : chapter.getFirst();
  }
}
