package org.plumbline.distill.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import org.plumbline.distill.judge.Grader;
import org.plumbline.distill.judge.Grading;
import org.plumbline.distill.judge.JudgedAnswer;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.template.Purpose;

/**
 * The prompt is what a judge is told, and its score how near the grades come to those of people:
 * less the absolute difference, so 0 is the best.
 */
public final class JudgePromptTask implements PromptTask<JudgePromptTask.Labelled> {
  private final Function<String, Grader> judges;
  private final int calls;

  /**
   * An answer and the grade that people gave it, on the judge's scale.
   *
   * @param grade a person's, or the mean of several
   */
  public record Labelled(JudgedAnswer answer, double grade) {}

  /**
   * A task.
   *
   * @param judges makes a judge of its instructions; the frame around the material stays
   * @param calls that one grading takes
   */
  public JudgePromptTask(Function<String, Grader> judges, int calls) {
    this.judges = judges;
    this.calls = calls;
  }

  @Override
  public String id(Labelled item) {
    return item.answer().id();
  }

  @Override
  public int calls() {
    return calls;
  }

  @Override
  public List<String> texts(Labelled item) {
    return List.of(item.answer().question(), item.answer().reference(), item.answer().answer());
  }

  @Override
  public Set<String> slots() {
    return Set.of("dimensions", "bands");
  }

  @Override
  public Set<String> knownSlots() {
    return Purpose.JUDGE.known();
  }

  @Override
  public String description(String language) {
    return language.equals("zh")
        ? "提示词规定了评审模型如何给回答打分。好的提示词会使它的分数与人的分数一致。"
        : "The prompt tells a model how to grade answers. A good one makes its grades agree with those of people.";
  }

  @Override
  public String scoring(String language) {
    return language.equals("zh")
        ? "得分是评审与人的分数之差的负数，0 为最好。"
        : "A score is less the difference between the judge's grade and people's, so 0 is the best.";
  }

  @Override
  public Evaluation evaluate(String prompt, Labelled item) {
    Grading grading = judges.apply(prompt).grade(item.answer());
    List<CallReceipt> receipts = new ArrayList<>(grading.receipts());
    OptionalDouble graded = grading.comprehensive();
    if (graded.isEmpty()) {
      return new Evaluation.Missing(
          item.answer().id(), "judge: " + grading.status(), Spending.of(receipts));
    }
    double off = Math.abs(graded.getAsDouble() - item.grade());
    String feedback =
        String.format(
            Locale.ROOT,
            "Question: %s%nReference: %s%nAnswer: %s%nGrade of people: %.2f%nGrade of the judge: %.2f%nJudge: %s",
            Shortened.of(item.answer().question()),
            Shortened.of(item.answer().reference()),
            Shortened.of(item.answer().answer()),
            item.grade(),
            graded.getAsDouble(),
            Shortened.of(grading.reasoning()));
    return new Evaluation.Scored(
        item.answer().id(), -off, -off, 0, Double.NaN, feedback, Spending.of(receipts));
  }
}
