package org.plumbline.distill.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.SmallBook;
import org.plumbline.distill.answer.Answer;
import org.plumbline.distill.corpus.Chapters;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.question.Question;

class CorpusBuildTest {
  private static final List<Paragraph> ENGLISH = SmallBook.english(60);
  private static final List<Paragraph> CHINESE = SmallBook.chinese(60);

  private static Question question(Paragraph paragraph, String text) {
    return new Question(
        "q" + paragraph.id(),
        text,
        paragraph.book().equals("systems") ? "en" : "zh",
        paragraph.book(),
        new Chapters(List.of(paragraph)).of(paragraph).title(),
        paragraph.id(),
        0,
        "teacher",
        "call-q",
        "prompt-q",
        List.of());
  }

  private static Answer answer(String id, Question question, String text, String teacher) {
    return new Answer(
        id,
        question.id(),
        question.question(),
        text,
        question.paragraph(),
        teacher,
        "call-" + id,
        "prompt-a",
        "role",
        5,
        6);
  }

  private static List<Question> questions(List<Paragraph> paragraphs) {
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < paragraphs.size(); i++) {
      Paragraph paragraph = paragraphs.get(i);
      boolean english = paragraph.book().equals("systems");
      questions.add(
          question(
              paragraph,
              english
                  ? "What does the machine number %d do with a page, a file or packets?"
                      .formatted(i)
                  : "第%d台机器怎样处理内存、文件和分组？".formatted(i)));
    }
    return questions;
  }

  private static List<Answer> answers(List<Question> questions, Map<String, Paragraph> paragraphs) {
    List<Answer> answers = new ArrayList<>();
    for (Question question : questions) {
      Paragraph paragraph = paragraphs.get(question.paragraph());
      if (paragraph != null) {
        answers.add(answer("a" + paragraph.id(), question, paragraph.text(), "teacher"));
      }
    }
    return answers;
  }

  private static Map<String, Paragraph> byId(List<Paragraph> paragraphs) {
    Map<String, Paragraph> byId = new HashMap<>();
    paragraphs.forEach(paragraph -> byId.put(paragraph.id(), paragraph));
    return byId;
  }

  private static String text(CorpusItem item) {
    String paragraph = Objects.requireNonNull(item.provenance().paragraph());
    return Objects.requireNonNull(byId(ENGLISH).get(paragraph)).text();
  }

  private static BuildInputs inputs(
      List<Paragraph> paragraphs, List<Question> questions, List<Answer> answers) {
    return new BuildInputs(
        paragraphs, questions, answers, Map.of(), Map.of(), List.of(), false, List.of());
  }

  private static Corpus build(BuildInputs inputs) {
    return CorpusBuild.of(inputs, BuildOptions.DEFAULT, new Seeds(2));
  }

  private static Map<String, Integer> reasons(Corpus corpus) {
    Map<String, Integer> reasons = new TreeMap<>();
    corpus.dropped().forEach(d -> reasons.merge(d.stage() + " " + d.reason(), 1, Integer::sum));
    return reasons;
  }

  private static List<CorpusItem> all(Corpus corpus) {
    List<CorpusItem> all = new ArrayList<>();
    for (Part part : Part.values()) {
      all.addAll(corpus.part(part));
    }
    return all;
  }

  @Test
  void rowsAreJoinedByIdWhateverTheirOrder() {
    List<Question> questions = questions(ENGLISH);
    List<Answer> answers = answers(questions, byId(ENGLISH));
    Corpus inOrder = build(inputs(ENGLISH, questions, answers));
    List<Answer> shuffled = new ArrayList<>(answers);
    Collections.shuffle(shuffled, new Random(4));
    Corpus mixed = build(inputs(ENGLISH, questions, shuffled));
    assertEquals(60, inOrder.size());
    assertEquals(new HashSet<>(all(inOrder)), new HashSet<>(all(mixed)));
    for (CorpusItem item : all(mixed)) {
      assertEquals("q" + item.id().substring(1), item.provenance().questionId());
      assertEquals(text(item), item.answer());
    }
  }

  @Test
  void whatFindsNoPartnerIsTold() {
    List<Question> questions = questions(ENGLISH);
    List<Answer> answers = new ArrayList<>(answers(questions, byId(ENGLISH)).subList(1, 60));
    answers.add(answer("stray", question(CHINESE.getFirst(), "谁？"), "?", "teacher"));
    answers.add(answers.getFirst());
    Corpus corpus = build(inputs(ENGLISH, questions, answers));
    assertEquals(59, corpus.size());
    assertEquals(
        Map.of("join no answer", 1, "join no question", 1, "join the same row twice", 1),
        reasons(corpus));
  }

  @Test
  void translationsOfChaptersAndNamedItemsStandInOnePart() {
    List<Paragraph> both = new ArrayList<>(ENGLISH);
    both.addAll(CHINESE);
    List<Question> questions = questions(both);
    List<HumanPair> faq = new ArrayList<>();
    List<HumanPair> translated = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      faq.add(
          new HumanPair(
              "item" + i, "Where is socket " + i + "?", "Socket " + i + " is on board " + 7 * i));
      translated.add(new HumanPair("item" + i, "插座" + i + "在哪里？", "插座" + i + "位于主板" + 7 * i));
    }
    Corpus corpus =
        build(
            new BuildInputs(
                both,
                questions,
                answers(questions, byId(both)),
                Map.of(),
                Map.of("faq-en", faq, "faq-zh", translated),
                List.of(),
                false,
                List.of("systems=系统")));
    assertEquals(180, corpus.size(), () -> reasons(corpus).toString());
    Map<String, Part> chapters = new HashMap<>();
    Map<String, Part> items = new HashMap<>();
    for (Part part : Part.values()) {
      assertFalse(corpus.part(part).isEmpty());
      for (CorpusItem item : corpus.part(part)) {
        Provenance from = item.provenance();
        if (from.chapter() != null) {
          String number = from.chapter().replaceAll("\\D", "");
          assertEquals(part, chapters.computeIfAbsent(number, n -> part));
        }
        if (from.origin() != null) {
          String name = from.origin().replaceAll(".*#", "");
          assertEquals(part, items.computeIfAbsent(name, n -> part));
        }
      }
    }
    assertEquals(20, chapters.size());
    assertEquals(30, items.size());
  }

  @Test
  void booksOfDifferentNumbersOfChaptersAreNoTranslations() {
    List<Paragraph> both = new ArrayList<>(ENGLISH);
    both.addAll(SmallBook.chinese(30));
    BuildInputs inputs =
        new BuildInputs(
            both, List.of(), List.of(), Map.of(), Map.of(), List.of(), true, List.of("systems=系统"));
    InvalidInputException refusal = assertThrows(InvalidInputException.class, () -> build(inputs));
    assertTrue(
        refusal.getMessage().contains("20") && refusal.getMessage().contains("10"),
        refusal.getMessage());
  }

  @Test
  void ofSeveralAnswersTheBestGradedIsKeptAndAMissingGradeIsNoZero() {
    List<Question> questions = questions(ENGLISH);
    Question first = questions.getFirst();
    String text = ENGLISH.getFirst().text();
    List<Answer> answers =
        List.of(
            answer("one", first, text + " One.", "a"),
            answer("two", first, text + " Two.", "b"),
            answer("three", first, text + " Three.", "c"));
    BuildInputs inputs =
        new BuildInputs(
            ENGLISH,
            questions,
            answers,
            Map.of("one", -1.0, "three", -0.5),
            Map.of(),
            List.of(),
            false,
            List.of());
    assertEquals("three", all(build(inputs)).getFirst().id());
    assertEquals(2, reasons(build(inputs)).get("answers another answer is kept"));
    BuildOptions usual = BuildOptions.DEFAULT;
    Corpus every =
        CorpusBuild.of(
            inputs,
            new BuildOptions(
                usual.shares(), usual.duplicates(), usual.apart(), true, usual.rules()),
            new Seeds(2));
    assertEquals(
        Set.of("one", "two", "three"),
        Set.copyOf(all(every).stream().map(CorpusItem::id).toList()));
  }

  @Test
  void ofTwoLikeQuestionsTheOneWithTheBetterGradedAnswerIsKept() {
    List<Question> asked = questions(ENGLISH);
    Question first = asked.get(0);
    Question second = asked.get(1);
    Question like =
        new Question(
            second.id(),
            first.question() + "!",
            second.language(),
            second.book(),
            second.chapter(),
            second.paragraph(),
            second.round(),
            second.teacher(),
            second.call(),
            second.prompt(),
            second.examples());
    for (boolean firstIsBetter : List.of(true, false)) {
      BuildInputs inputs =
          new BuildInputs(
              ENGLISH,
              List.of(first, like),
              List.of(
                  answer("one", first, ENGLISH.get(0).text() + " One.", "a"),
                  answer("two", like, ENGLISH.get(1).text() + " Two.", "a")),
              Map.of("one", firstIsBetter ? 9.0 : 3.0, "two", 6.0),
              Map.of(),
              List.of(),
              false,
              List.of());
      assertEquals(
          List.of(firstIsBetter ? "one" : "two"),
          all(build(inputs)).stream().map(CorpusItem::id).toList());
    }
  }

  @Test
  void aPersonsQuestionIsKeptBeforeATeachers() {
    List<Question> questions = questions(ENGLISH);
    HumanPair human = new HumanPair("", questions.getFirst().question() + "!", "It does its best.");
    Corpus corpus =
        build(
            new BuildInputs(
                ENGLISH,
                questions,
                answers(questions, byId(ENGLISH)),
                Map.of(),
                Map.of("faq", List.of(human, human)),
                List.of(),
                false,
                List.of()));
    assertEquals(60, corpus.size());
    assertEquals(
        1, all(corpus).stream().filter(i -> i.provenance().source().equals("human")).count());
    assertEquals(Map.of("duplicate exact", 1, "duplicate the same pair twice", 1), reasons(corpus));
  }

  @Test
  void nothingLikeAHeldOutQuestionAndNoTranslationOfItIsInTheCorpus() {
    List<Question> questions = questions(ENGLISH);
    List<HumanPair> held =
        List.of(
            new HumanPair("h1", questions.getFirst().question() + " Please", "-"),
            new HumanPair("h2", "Something else?", "-"));
    List<HumanPair> translated = List.of(new HumanPair("h2", "另一个问题是什么？", "这里是回答。"));
    Corpus corpus =
        build(
            new BuildInputs(
                ENGLISH,
                questions,
                answers(questions, byId(ENGLISH)),
                Map.of(),
                Map.of("faq-zh", translated),
                held,
                false,
                List.of()));
    assertEquals(59, corpus.size());
    assertEquals(
        Map.of(
            "keep-out like a held-out question",
            1,
            "keep-out a held-out item, perhaps in another language",
            1),
        reasons(corpus));
  }

  @Test
  void headingsAndParagraphsArePairsWithoutATeacher() {
    BuildInputs inputs =
        new BuildInputs(
            ENGLISH, List.of(), List.of(), Map.of(), Map.of(), List.of(), true, List.of());
    Corpus corpus = build(inputs);
    assertEquals(60, corpus.size(), () -> reasons(corpus).toString());
    CorpusItem item = all(corpus).getFirst();
    assertEquals("extracted", item.provenance().source());
    assertTrue(item.question().startsWith("Chapter"), item.question());
    assertEquals(text(item), item.answer());
  }

  @Test
  void ofNothingThereIsAnEmptyCorpus() {
    Corpus corpus = build(inputs(List.of(), List.of(), List.of()));
    assertEquals(0, corpus.size());
    assertEquals(List.of(), corpus.dropped());
  }
}
