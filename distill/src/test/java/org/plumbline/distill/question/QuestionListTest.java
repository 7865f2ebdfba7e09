package org.plumbline.distill.question;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionListTest {
  private static final List<String> TWO = List.of("What is a kernel?", "Explain paging.");
  private static final List<String> ZWEI = List.of("什么是内核？", "简述分页的作用。");

  private static List<String> parse(String text) {
    return QuestionList.parse(text, false).questions();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1. What is a kernel?\n2. Explain paging.",
        "1) What is a kernel?\n2) Explain paging.",
        "1.What is a kernel?\n2.Explain paging.",
        "1. 1. What is a kernel?\n2. 2. Explain paging.",
        "Question: 1. What is a kernel?\nQuestion: 2. Explain paging.",
        "(1) What is a kernel?\n(2) Explain paging.",
        "- What is a kernel?\n- Explain paging.",
        "* What is a kernel?\n* Explain paging.",
        "• What is a kernel?\n• Explain paging.",
        "Q: What is a kernel?\nQ: Explain paging.",
        "Q1: What is a kernel?\nQ2: Explain paging.",
        "Question 1: What is a kernel?\n\nQuestion 2: Explain paging.",
        "**1.** What is a kernel?\n**2.** Explain paging.",
        "1. **What is a kernel?**\n2. **Explain paging.**",
        "**Q1:** What is a kernel?\n**Q2:** Explain paging.",
        "1. Q: What is a kernel?\nA: The core.\n2. Q: Explain paging.\nA: Memory in pages.",
        "- What is a kernel?\n- Answer: The core.\n- Explain paging.\n- Answer: Memory in pages.",
        "### 1. What is a kernel?\n### 2. Explain paging.",
        "Here are the questions you asked for:\n\n1. What is a kernel?\n2. Explain paging.\n\nLet me know if you want more!",
        "**Kernel:**\n\n1. What is a kernel?\n\n**Memory:**\n\n2. Explain paging.",
        "1. Kernel:\n   - What is a kernel?\n2. Memory:\n   - Explain paging.",
        "1. What is\n   a kernel?\n2. Explain paging.",
        "1. \"What is a kernel?\"\n2. \"Explain paging.\"",
        "[\"What is a kernel?\", \"Explain paging.\"]",
        "```json\n[\n  \"What is a kernel?\",\n  \"Explain paging.\"\n]\n```",
        "{\"questions\": [\"What is a kernel?\", \"Explain paging.\"]}",
        "[{\"question\": \"What is a kernel?\", \"answer\": \"The core?\"}, {\"question\": \"Explain paging.\"}]",
        "<think>\n1. First I look.\n</think>\n1. What is a kernel?\n2. Explain paging.",
        "1. What is a kernel? 2. Explain paging.",
        "- 1. What is a kernel?\n- 2. Explain paging.",
      })
  void aListInAnyOfTheUsualFormsIsTheSameList(String text) {
    assertEquals(TWO, parse(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1. 什么是内核？\n2. 简述分页的作用。",
        "1、什么是内核？\n2、简述分页的作用。",
        "1．什么是内核？\n2．简述分页的作用。",
        "（1）什么是内核？\n（2）简述分页的作用。",
        "(一) 什么是内核？\n(二) 简述分页的作用。",
        "一、什么是内核？\n二、简述分页的作用。",
        "①什么是内核？\n②简述分页的作用。",
        "问题1：什么是内核？\n问题2：简述分页的作用。",
        "问：什么是内核？\n答：核心。\n问：简述分页的作用。\n答：管理内存。",
        "以下是根据材料提出的问题：\n\n1. **什么是内核？**\n2. **简述分页的作用。**\n\n希望这些问题对您有所帮助！",
        "1、什么是内核？2、简述分页的作用。",
        "第1题：什么是内核？\n第2题：简述分页的作用。",
        "[\"什么是内核？\", \"简述分页的作用。\"]",
        "[{\"问题\": \"什么是内核？\"}, {\"问题\": \"简述分页的作用。\"}]",
      })
  void aChineseListInAnyOfTheUsualFormsIsTheSameList(String text) {
    assertEquals(ZWEI, parse(text), text);
  }

  @Test
  void bareLinesThatAskAreAList() {
    assertEquals(
        List.of("What is a kernel?", "Why is memory paged?"),
        parse("Sure.\nWhat is a kernel?\nWhy is memory paged?\nThat is all."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   \n", "I cannot help with that.", "[]", "{\"questions\": []}"})
  void whatHoldsNoListHasNoQuestions(String text) {
    assertEquals(List.of(), parse(text));
  }

  @Test
  void numbersInsideAQuestionStay() {
    assertEquals(
        List.of("3.5 mm or 2.5 mm: which plug fits?", "2.4 GHz 频段有什么优点？"),
        parse("1. 3.5 mm or 2.5 mm: which plug fits?\n2. 2.4 GHz 频段有什么优点？"));
  }

  @Test
  void aTruncatedListLosesItsLastItemOnly() {
    QuestionList list =
        QuestionList.parse("1. What is a kernel?\n2. Explain paging.\n3. Why do", true);
    assertEquals(TWO, list.questions());
    assertEquals(1, list.leftOut());
  }

  @Test
  void ATruncatedArrayLosesItsOpenTextOnly() {
    assertEquals(
        TWO,
        QuestionList.parse("[\"What is a kernel?\", \"Explain paging.\", \"Why do", true)
            .questions());
    assertEquals(
        TWO,
        QuestionList.parse(
                "[{\"question\": \"What is a kernel?\", \"level\": \"easy\"}, {\"question\": \"Explain paging.\"}, {\"question\": \"Wh",
                true)
            .questions());
  }

  @Test
  void whatIsNoQuestionIsCounted() {
    assertEquals(
        2,
        QuestionList.parse("Here you are:\n1. What is a kernel?\n\nGood luck!", false).leftOut());
  }
}
