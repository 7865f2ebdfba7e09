package org.plumbline.cli.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plumbline.cli.frame.Progress;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.chat.ChatTurn;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;

/**
 * All answers of an arm, in the order of the questions.
 *
 * @param arm who
 * @param answers one for each question
 */
public record ArmAnswers(Arm arm, List<ArmAnswer> answers) {
  public ArmAnswers {
    answers = List.copyOf(answers);
  }

  /** Asks all questions; an answer that fails is one that is missing. */
  static ArmAnswers ask(
      Arm arm,
      ChatModel model,
      List<AnsweredQuestion> questions,
      ChatSampling sampling,
      InOrder order,
      Progress progress) {
    List<ArmAnswer> answers = new ArrayList<>();
    order.run(
        questions.iterator(),
        question -> answer(question, model.ask(request(arm, question, sampling), 0)),
        answer -> {
          answers.add(answer);
          progress.at(answers.size(), arm.label());
        });
    return new ArmAnswers(arm, answers);
  }

  private static ChatRequest request(Arm arm, AnsweredQuestion question, ChatSampling sampling) {
    ChatTurn asked = ChatTurn.user(question.question());
    return new ChatRequest(
        arm.system().isEmpty() ? List.of(asked) : List.of(ChatTurn.system(arm.system()), asked),
        sampling);
  }

  private static ArmAnswer answer(AnsweredQuestion question, ChatOutcome outcome) {
    String text =
        switch (outcome) {
          case ChatOutcome.Answered answered -> answered.text();
          case ChatOutcome.Truncated truncated -> truncated.text();
          case ChatOutcome.Refused refused -> refused.text();
          case ChatOutcome.Filtered filtered -> "";
          case ChatOutcome.Malformed malformed -> "";
          case ChatOutcome.Failed failed -> "";
        };
    return new ArmAnswer(
        question.id(), question.question(), question.answer(), text, outcome.kind());
  }

  /** How many have each outcome. */
  Map<String, Long> outcomes() {
    return answers.stream()
        .collect(Collectors.groupingBy(ArmAnswer::outcome, TreeMap::new, Collectors.counting()));
  }

  /** The answers at these places. */
  List<ArmAnswer> at(int[] places) {
    List<ArmAnswer> some = new ArrayList<>();
    for (int place : places) {
      some.add(answers.get(place));
    }
    return some;
  }
}
