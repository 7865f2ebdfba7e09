package org.plumbline.distill.corpus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;

/**
 * Which chapter each paragraph of some books belongs to.
 *
 * <p>Chapters are the headings of the widest level of which a book has several: below a single
 * title, the ones under it.
 */
public final class Chapters {
  private final Map<String, Chapter> byParagraph = new HashMap<>();
  private final Map<String, List<Chapter>> byBook = new LinkedHashMap<>();

  /**
   * A chapter of a book.
   *
   * @param number its place among the chapters of the book, from 1
   * @param title its heading; empty for what stands before the first
   */
  public record Chapter(String book, int number, String title) {}

  /** Of the paragraphs of any number of books, each in its order. */
  public Chapters(List<Paragraph> paragraphs) {
    Map<String, List<Paragraph>> books = new LinkedHashMap<>();
    for (Paragraph paragraph : paragraphs) {
      books.computeIfAbsent(paragraph.book(), book -> new ArrayList<>()).add(paragraph);
    }
    books.forEach(this::addBook);
  }

  /** The chapter of a paragraph that was among those given. */
  public Chapter of(Paragraph paragraph) {
    Chapter chapter = byParagraph.get(paragraph.id());
    if (chapter == null) {
      throw new InvalidInputException(
          "paragraph '%s' is none of those whose chapters are known; give the file that it is in"
              .formatted(paragraph.id()));
    }
    return chapter;
  }

  /** The chapters of a book, in its order; none if there is no such book. */
  public List<Chapter> of(String book) {
    return List.copyOf(byBook.getOrDefault(book, List.of()));
  }

  /** The books, in their order. */
  public List<String> books() {
    return List.copyOf(byBook.keySet());
  }

  private void addBook(String book, List<Paragraph> paragraphs) {
    int depth = depth(paragraphs);
    Map<String, Chapter> chapters = new LinkedHashMap<>();
    for (Paragraph paragraph : paragraphs) {
      String title = title(paragraph, depth);
      Chapter chapter =
          chapters.computeIfAbsent(title, t -> new Chapter(book, chapters.size() + 1, t));
      byParagraph.put(paragraph.id(), chapter);
    }
    byBook.put(book, List.copyOf(chapters.values()));
  }

  /** The number of headings that name a chapter. */
  private static int depth(List<Paragraph> paragraphs) {
    int deepest = paragraphs.stream().mapToInt(p -> p.chapter().size()).max().orElse(0);
    for (int depth = 1; depth < deepest; depth++) {
      Set<String> titles = new LinkedHashSet<>();
      for (Paragraph paragraph : paragraphs) {
        if (!paragraph.chapter().isEmpty()) {
          titles.add(title(paragraph, depth));
        }
      }
      if (titles.size() > 1) {
        return depth;
      }
    }
    return Math.max(1, deepest);
  }

  private static String title(Paragraph paragraph, int depth) {
    return String.join(
        " / ", paragraph.chapter().subList(0, Math.min(depth, paragraph.chapter().size())));
  }
}
