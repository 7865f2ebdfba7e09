package org.plumbline.distill.optimize;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToIntFunction;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.distill.judge.Grader;
import org.plumbline.distill.judge.Grading;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.judge.JudgedAnswer;
import org.plumbline.distill.judge.LengthPenalty;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.Reasoning;

/**
 * The paper's task: the prompt is the role that a teacher answers questions in, and its score the
 * judge's grade less the penalty for length (Equation 1).
 */
public final class RolePromptTask implements PromptTask<HumanPair> {
  private final ChatModel teacher;
  private final ChatSampling sampling;
  private final Grader judge;
  private final LengthPenalty penalty;
  private final ToIntFunction<String> length;
  private final Map<String, Grading> gradings = new ConcurrentSkipListMap<>();

  /**
   * A task.
   *
   * @param sampling of the teacher's answers
   * @param length of a text, in the unit of the penalty
   */
  public RolePromptTask(
      ChatModel teacher,
      ChatSampling sampling,
      Grader judge,
      LengthPenalty penalty,
      ToIntFunction<String> length) {
    this.teacher = teacher;
    this.sampling = sampling;
    this.judge = judge;
    this.penalty = penalty;
    this.length = length;
  }

  /** All gradings until now, in an order that does not depend on who answered first. */
  public List<Grading> gradings() {
    return List.copyOf(gradings.values());
  }

  @Override
  public String id(HumanPair item) {
    return item.id();
  }

  @Override
  public int calls() {
    return 1 + judge.calls();
  }

  @Override
  public List<String> texts(HumanPair item) {
    return List.of(item.question(), item.answer());
  }

  @Override
  public Set<String> slots() {
    return Set.of();
  }

  @Override
  public Set<String> knownSlots() {
    return Set.of();
  }

  @Override
  public String description(String language) {
    return language.equals("zh")
        ? "提示词规定了模型回答学生提问时所扮演的角色和作答方式。好的提示词会使回答准确、切题、清晰，并且像人写的答案一样简短。"
        : "The prompt gives a model the role in which it answers questions of students, and says how. A good one makes the answers true, to the point, clear, and as short as a person's.";
  }

  @Override
  public String scoring(String language) {
    return language.equals("zh")
        ? "得分是评审的分数减去超出人写长度的扣分（公式 1），回答过长时请要求简洁。"
        : "A score is the judge's grade less the penalty for answers that are longer than people's (Equation 1), so ask for brevity where they are.";
  }

  @Override
  public Evaluation evaluate(String prompt, HumanPair item) {
    List<CallReceipt> receipts = new ArrayList<>();
    ChatOutcome outcome =
        teacher.ask(
            new ChatRequest(
                List.of(ChatTurn.system(prompt), ChatTurn.user(item.question())), sampling),
            0);
    receipts.add(outcome.receipt());
    // A cut answer is what a user would get, and as long as it may be: left out, a prompt that has
    // the teacher ramble would be scored by the few answers that came to an end.
    String answer = outcome.written().map(Reasoning::stripped).orElse("").strip();
    if (answer.isEmpty()) {
      String why = outcome.written().isPresent() ? "empty" : outcome.kind();
      return new Evaluation.Missing(item.id(), why, Spending.of(receipts));
    }
    Grading grading =
        judge.grade(new JudgedAnswer(item.id(), item.question(), item.answer(), answer));
    gradings.put(item.id() + "\0" + prompt, grading);
    receipts.addAll(grading.receipts());
    OptionalDouble graded = grading.comprehensive();
    return graded.isPresent()
        ? scored(item, answer, grading, graded.getAsDouble(), Spending.of(receipts))
        : new Evaluation.Missing(item.id(), "judge: " + grading.status(), Spending.of(receipts));
  }

  private Evaluation scored(
      HumanPair item, String answer, Grading grading, double graded, Spending spending) {
    long response = length.applyAsInt(answer);
    long reference = length.applyAsInt(item.answer());
    double ratio = LengthPenalty.ratio(response, reference);
    double lost = penalty.of(response, reference);
    String feedback =
        String.format(
            Locale.ROOT,
            "Question: %s%nAnswer: %s%nAnswer of a person: %s%nLength: %.2f times the person's%nGrade: %.2f less %.2f for length%nJudge: %s",
            Shortened.of(item.question()),
            Shortened.of(answer),
            Shortened.of(item.answer()),
            ratio,
            graded,
            lost,
            Shortened.of(grading.reasoning()));
    return new Evaluation.Scored(
        item.id(),
        penalty.score(graded, response, reference),
        graded,
        lost,
        ratio,
        feedback,
        spending);
  }
}
