package org.plumbline.distill.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

class ChaptersTest {

  private static List<Paragraph> book(String name, List<List<String>> headings) {
    List<Paragraph> book = new ArrayList<>();
    for (List<String> path : headings) {
      String text = "%s %d".formatted(path, book.size());
      book.add(
          new Paragraph(
              Paragraph.id(name, path, text, 0),
              name,
              path,
              null,
              book.size(),
              book.size() + 1,
              text,
              Language.EN,
              List.of()));
    }
    return book;
  }

  private static List<String> titles(List<Paragraph> book) {
    Chapters chapters = new Chapters(book);
    return book.stream().map(paragraph -> chapters.of(paragraph).title()).toList();
  }

  @Test
  void belowASingleTitleTheHeadingsUnderItAreTheChapters() {
    assertEquals(
        List.of("Book", "Book / One", "Book / One", "Book / Two"),
        titles(
            book(
                "b",
                List.of(
                    List.of("Book"),
                    List.of("Book", "One"),
                    List.of("Book", "One", "Within"),
                    List.of("Book", "Two")))));
  }

  @Test
  void theWidestLevelWithSeveralHeadingsCounts() {
    assertEquals(
        List.of("", "One", "One", "Two"),
        titles(
            book(
                "b",
                List.of(
                    List.of(), List.of("One", "A"), List.of("One", "B"), List.of("Two", "A")))));
  }

  @Test
  void booksAreApartAndChaptersAreNumberedInTheirOrder() {
    List<Paragraph> both = book("a", List.of(List.of("One"), List.of("Two"), List.of("One")));
    both.addAll(book("b", List.of(List.of("One"))));
    Chapters chapters = new Chapters(both);
    assertEquals(List.of("a", "b"), chapters.books());
    assertEquals(List.of(1, 2, 1, 1), both.stream().map(p -> chapters.of(p).number()).toList());
    assertEquals(2, chapters.of("a").size());
    assertEquals(List.of(), chapters.of("c"));
    assertThrows(
        InvalidInputException.class,
        () -> chapters.of(book("a", List.of(List.of("Three"))).getFirst()));
  }
}
