package org.plumbline.distill.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.SmallBook;
import org.plumbline.distill.Teacher;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.question.QuestionOptions;
import org.plumbline.distill.question.QuestionTrial;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

class QuestionPromptTaskTest {
  private static final PromptTemplate INCLUDED = PromptTemplate.included(Purpose.QUESTIONS, "en");
  private static final String PROMPT = "{{count}} of {{material}} as {{examples}}";
  private static final List<Paragraph> BOOK = SmallBook.english(12);

  private static QuestionPromptTask task(ChatModel teacher, Optional<ChatModel> judge) {
    return new QuestionPromptTask(
        new QuestionTrial(
            teacher, BOOK, SmallBook.seeds(), "", QuestionOptions.DEFAULT, new Seeds(3)),
        INCLUDED.system(),
        judge.map(of -> Judge.ofQuestions(of, JudgeOptions.DEFAULT, new Seeds(4))),
        2);
  }

  private static Evaluation.Scored scored(QuestionPromptTask task, String prompt) {
    return assertInstanceOf(
        Evaluation.Scored.class, task.evaluate(prompt, BOOK.getFirst()), prompt);
  }

  /** Two good questions, one of them twice, and one about something else. */
  private static final String LIST =
      """
      1. What does the scheduler do with a process?
      2. What does the scheduler do with a process?
      3. How do routers forward packets in a network?
      4. Which zebra wins marathons on sunny Mondays?
      """;

  @Test
  void theScoreIsTheShareOfTheDemandedQuestionsThatAreKept() {
    int demanded = QuestionOptions.DEFAULT.paragraphs().count(BOOK.getFirst().text());
    Evaluation.Scored scored =
        scored(task(Teacher.answering("t", said -> LIST), Optional.empty()), PROMPT);
    assertEquals(2.0 / demanded, scored.score(), 1e-12);
    assertTrue(scored.feedback().contains("zebra wins marathons"), scored.feedback());
    assertTrue(scored.feedback().contains("(scope)"), scored.feedback());
  }

  @Test
  void withAJudgeItIsThatShareTimesTheMeanGrade() {
    int demanded = QuestionOptions.DEFAULT.paragraphs().count(BOOK.getFirst().text());
    String keys =
        String.join(
            ", ",
            Judge.ofQuestions(Teacher.asking("x"), JudgeOptions.DEFAULT, new Seeds(1))
                .rubric()
                .dimensions()
                .stream()
                .map(d -> "\"%s\": 6".formatted(d.key()))
                .toList());
    QuestionPromptTask task =
        task(
            Teacher.answering("t", said -> LIST),
            Optional.of(
                Teacher.answering(
                    "j",
                    said ->
                        "{\"reasoning\": \"r\", %s, \"comprehensive\": %d}"
                            .formatted(keys, said.contains("routers forward") ? 4 : 7))));
    Evaluation.Scored scored = scored(task, PROMPT);
    assertEquals(5.5, scored.graded(), 1e-12);
    assertEquals(2.0 / demanded * 5.5, scored.score(), 1e-12);
    assertEquals(3, scored.spending().calls());
    assertEquals(3, task.calls());
  }

  @Test
  void aReplyWithoutQuestionsIsZeroAndNoReplyIsMissing() {
    assertEquals(
        0, scored(task(Teacher.answering("t", said -> "No."), Optional.empty()), PROMPT).score());
    QuestionPromptTask filtered =
        task(
            Teacher.of("t", said -> new ChatOutcome.Filtered(Teacher.receipt("t"))),
            Optional.empty());
    assertInstanceOf(Evaluation.Missing.class, filtered.evaluate(PROMPT, BOOK.getFirst()));
  }

  /** A teacher that writes one question unless it is told to write all of them. */
  @Test
  void theSearchFindsThePromptThatBringsMoreQuestions() {
    ChatModel teacher =
        Teacher.answering(
            "t",
            said ->
                said.contains("ALL")
                    ? LIST + "5. What is a page table in memory for?\n"
                    : "1. What does the scheduler do with a process?");
    ChatModel writer =
        Teacher.answering(
            "w",
            said ->
                "{\"prompts\": [\"Write ALL {{count}} questions: {{material}} {{examples}}\"]}");
    Optimization found =
        new PromptOptimizer<>(
                task(teacher, Optional.empty()),
                new Parts<>(BOOK.subList(0, 6), List.of(), BOOK.subList(6, 12)),
                writer,
                new OptimizerOptions(
                    1, 1, 3, OptimizerOptions.Order.DESCENDING, "en", 4000, 1, 1, 0.5, 1, 512),
                new InOrder(4, () -> false),
                SearchListener.NOBODY,
                new Seeds(1))
            .run(List.of(INCLUDED.user()));
    assertTrue(found.best().text().contains("ALL"), found.best().text());
  }
}
