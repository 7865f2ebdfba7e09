package org.plumbline.distill.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.plumbline.distill.text.CourseVocabulary;

class FilterTest {
  private static final String PARAGRAPH =
      "A page table maps virtual addresses to frames of physical memory.";
  private static final String ABSATZ = "页表把虚拟地址映射到物理内存的页框。";

  private static Checked pair(
      String question, String answer, String language, @Nullable String paragraph) {
    return new Checked(question, answer, language, paragraph, OptionalDouble.empty());
  }

  @Test
  void groundednessIsTheShareOfTheAnswersTermsThatStandInTheParagraph() {
    assertEquals(0.75, Filter.Groundedness.share("The page table maps bananas.", PARAGRAPH), 1e-12);
    // 虚拟 拟地 地址 | 香蕉: of 4 pairs 3 stand there
    assertEquals(0.75, Filter.Groundedness.share("虚拟地址的香蕉", ABSATZ), 1e-12);
    assertEquals(
        Optional.empty(),
        new Filter.Groundedness(0.75)
            .reject(pair("q", "The page table maps bananas.", "en", PARAGRAPH)),
        "the least share is enough");
    Filter half = new Filter.Groundedness(0.5);
    assertEquals(Optional.empty(), half.reject(pair("q", "Page table.", "en", PARAGRAPH)));
    assertEquals(
        Optional.of(new Filter.Rejection("groundedness", "0.000", "at least 0.5")),
        half.reject(pair("q", "Bananas grow.", "en", PARAGRAPH)));
    assertEquals(Optional.empty(), half.reject(pair("q", "Bananas grow.", "en", null)));
  }

  @Test
  void anAnswerInAnotherLanguageGoesAndAnAnswerOfACommandStays() {
    Filter filter = new Filter.SameLanguage();
    String english = "It maps the addresses of a process to the frames of memory, page by page.";
    assertTrue(filter.reject(pair("什么是页表？", english, "zh", null)).isPresent());
    assertTrue(
        filter.reject(pair("What is a page table?", ABSATZ + ABSATZ, "en", null)).isPresent());
    assertTrue(filter.reject(pair("什么是页表？", english, "en", null)).isPresent());
    assertEquals(Optional.empty(), filter.reject(pair("怎样安装软件包？", "apt install foo", "zh", null)));
    assertEquals(Optional.empty(), filter.reject(pair("What is it?", english, "en", null)));
  }

  @Test
  void lengthsAreInclusiveAndCountCodePoints() {
    Filter filter = new Filter.Length(2, 3, 1, 2);
    assertEquals(Optional.empty(), filter.reject(pair("𠀀𠀁𠀂", "好", "zh", null)));
    assertEquals(
        Optional.of(
            new Filter.Rejection("length", "question of 1 characters", "question of 2 to 3")),
        filter.reject(pair("𠀀", "好", "zh", null)));
    assertEquals(
        "answer of 3 characters",
        filter.reject(pair("ab", "abc", "en", null)).orElseThrow().value());
  }

  @Test
  void aQuestionMustShareTermsWithTheCourse() {
    CourseVocabulary course = new CourseVocabulary(List.of(PARAGRAPH, ABSATZ));
    Filter filter = new Filter.Scope(course, 0.5);
    assertEquals(
        Optional.empty(), filter.reject(pair("How does a page table work?", "", "en", null)));
    assertTrue(filter.reject(pair("Who won the football cup?", "", "en", null)).isPresent());
    assertEquals(Optional.empty(), filter.reject(pair("虚拟地址是什么？", "", "zh", null)));
    assertTrue(filter.reject(pair("谁赢得了世界杯冠军？", "", "zh", null)).isPresent());
  }

  @Test
  void aMissingGradeIsMissingAndNotZero() {
    Checked ungraded = pair("q", "a", "en", null);
    Checked graded = new Checked("q", "a", "en", null, OptionalDouble.of(0));
    assertEquals(Optional.empty(), new Filter.Score(5, true).reject(ungraded));
    assertEquals("missing", new Filter.Score(5, false).reject(ungraded).orElseThrow().value());
    assertEquals("0.000", new Filter.Score(5, true).reject(graded).orElseThrow().value());
  }

  @Test
  void theFirstRuleThatIsBrokenIsTold() {
    List<Filter> filters = List.of(new Filter.Length(0, 9, 5, 9), new Filter.Score(5, false));
    assertEquals(
        "length", Filter.first(filters, pair("q", "a", "en", null)).orElseThrow().filter());
  }
}
