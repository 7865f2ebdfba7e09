package org.plumbline.distill.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.judge.Grader;
import org.plumbline.distill.judge.Grading;
import org.plumbline.distill.judge.JudgedAnswer;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.question.DroppedQuestion;
import org.plumbline.distill.question.Question;
import org.plumbline.distill.question.QuestionTrial;
import org.plumbline.distill.question.QuestionTrial.Tried;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/**
 * The prompt asks a teacher for questions about a paragraph, and its score is the share of the
 * demanded questions that are kept: readable, about the course, and no duplicates.
 *
 * <p>With a judge it is that share times the mean grade of some of them, so points of the judge's
 * scale for each question demanded, and none for one that is not kept. A reply that holds no
 * question has the score 0, because the prompt is to blame; no reply has none.
 */
public final class QuestionPromptTask implements PromptTask<Paragraph> {
  private final QuestionTrial trial;
  private final String system;
  private final Optional<Grader> judge;
  private final int graded;

  /**
   * A task.
   *
   * @param system instructions that stay; the prompt is what is said after them
   * @param judge of questions, {@link org.plumbline.distill.judge.Judge#ofQuestions}; empty for the
   *     share alone
   * @param graded most questions of a paragraph that are graded, the first ones
   */
  public QuestionPromptTask(
      QuestionTrial trial, String system, Optional<Grader> judge, int graded) {
    this.trial = trial;
    this.system = system;
    this.judge = judge;
    this.graded = graded;
  }

  @Override
  public String id(Paragraph item) {
    return item.id();
  }

  @Override
  public int calls() {
    return 1 + judge.map(of -> graded * of.calls()).orElse(0);
  }

  @Override
  public List<String> texts(Paragraph item) {
    return List.of(item.text());
  }

  @Override
  public Set<String> slots() {
    return Purpose.QUESTIONS.required();
  }

  @Override
  public Set<String> knownSlots() {
    return Purpose.QUESTIONS.known();
  }

  @Override
  public String description(String language) {
    return language.equals("zh")
        ? "提示词要求模型就一段教材写出若干问题。好的提示词会得到要求数量的问题：编号成列，与课程有关，互不重复，离开教材也能看懂。"
        : "The prompt has a model write questions about a piece of a textbook. A good one brings as"
            + " many as it demands: in a numbered list, about the course, none of them twice,"
            + " each clear without the text.";
  }

  @Override
  public String scoring(String language) {
    if (judge.isEmpty()) {
      return language.equals("zh")
          ? "得分是所要求的问题中可以保留的比例，1 为最好。"
          : "A score is the share of the demanded questions that are kept, so 1 is the best.";
    }
    return language.equals("zh")
        ? "得分是所要求的问题中可以保留的比例，乘以评审给出的平均分。"
        : "A score is the share of the demanded questions that are kept, times the mean grade of the judge.";
  }

  @Override
  public Evaluation evaluate(String prompt, Paragraph item) {
    PromptTemplate template = PromptTemplate.of(Purpose.QUESTIONS, system, prompt);
    Tried tried = trial.of(template, item);
    List<CallReceipt> receipts = new ArrayList<>(List.of(tried.outcome().receipt()));
    boolean nothingCame = tried.kept().isEmpty() && tried.dropped().isEmpty();
    if (nothingCame && tried.outcome().answer().isEmpty()) {
      return new Evaluation.Missing(item.id(), tried.outcome().kind(), Spending.of(receipts));
    }
    if (judge.isEmpty() || tried.kept().isEmpty()) {
      return scored(item, tried, tried.share(), tried.share(), receipts);
    }
    OptionalDouble grade = grade(judge.get(), item, tried, receipts);
    return grade.isPresent()
        ? scored(item, tried, tried.share() * grade.getAsDouble(), grade.getAsDouble(), receipts)
        : new Evaluation.Missing(item.id(), "judge: no grade", Spending.of(receipts));
  }

  private OptionalDouble grade(
      Grader grader, Paragraph item, Tried tried, List<CallReceipt> receipts) {
    List<Double> grades = new ArrayList<>();
    for (Question question : tried.kept().stream().limit(graded).toList()) {
      Grading grading =
          grader.grade(
              new JudgedAnswer(
                  question.id(), question.question(), item.text(), question.question()));
      receipts.addAll(grading.receipts());
      grading.comprehensive().ifPresent(grades::add);
    }
    return grades.stream().mapToDouble(grade -> grade).average();
  }

  private static Evaluation scored(
      Paragraph item, Tried tried, double score, double grade, List<CallReceipt> receipts) {
    String feedback =
        String.format(
            Locale.ROOT,
            "Material: %s%nDemanded: %d%nKept: %d%nFor example: %s%nLeft out: %s",
            Shortened.of(item.text()),
            tried.demanded(),
            tried.kept().size(),
            tried.kept().isEmpty() ? "-" : Shortened.of(tried.kept().getFirst().question()),
            tried.dropped().isEmpty()
                ? "-"
                : tried.dropped().stream()
                    .limit(3)
                    .map(QuestionPromptTask::text)
                    .collect(Collectors.joining("; ")));
    return new Evaluation.Scored(
        item.id(), score, grade, grade - score, Double.NaN, feedback, Spending.of(receipts));
  }

  private static String text(DroppedQuestion dropped) {
    return "%s (%s)".formatted(Shortened.of(dropped.question()), dropped.reason());
  }
}
