package org.plumbline.distill.build;

import static org.plumbline.core.error.Require.require;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.Nearest;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Chapters.Chapter;

/**
 * What ties items of a book together: their chapter, and the chapter of the same number in the
 * books that are declared to be translations.
 */
final class ItemKeys {
  private final Map<String, String> byChapter = new HashMap<>();

  /**
   * @param translations pairs of books, {@code book=book}
   * @throws org.plumbline.core.error.InvalidInputException if a book is not there, or two
   *     translations have different numbers of chapters
   */
  ItemKeys(Chapters chapters, List<String> translations) {
    Map<String, String> original = new HashMap<>();
    for (String pair : translations) {
      String[] books = pair.split("=", -1);
      require(
          books.length == 2 && !books[0].isBlank() && !books[1].isBlank(),
          "translations must look like book=book (got '%s')",
          pair);
      requireAligned(chapters, books[0], books[1]);
      original.put(books[1], original.getOrDefault(books[0], books[0]));
    }
    for (String book : chapters.books()) {
      for (Chapter chapter : chapters.of(book)) {
        byChapter.put(
            name(book, chapter.title()),
            "chapter %d of %s".formatted(chapter.number(), original.getOrDefault(book, book)));
      }
    }
  }

  /** Of an item about this chapter; one that nobody knows is a chapter of its own. */
  List<String> of(String book, String chapter) {
    String name = name(book, chapter);
    return List.of(byChapter.getOrDefault(name, "chapter " + name));
  }

  private static void requireAligned(Chapters chapters, String one, String other) {
    for (String book : List.of(one, other)) {
      require(
          !chapters.of(book).isEmpty(),
          "'%s' is no book of the paragraphs; %s",
          book,
          Nearest.hint(book, chapters.books()));
    }
    require(
        chapters.of(one).size() == chapters.of(other).size(),
        "chapters of translations belong together by their number; '%s' has %d and '%s' has %d. Give the paragraphs of whole books, or leave the pair out",
        one,
        chapters.of(one).size(),
        other,
        chapters.of(other).size());
  }

  private static String name(String book, String chapter) {
    return book + '\0' + chapter;
  }
}
