package org.plumbline.distill.answer;

import java.util.Iterator;
import java.util.Map;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.TokenEstimate;
import org.plumbline.distill.question.Question;
import org.plumbline.distill.step.CallEstimate;

/** What a run will take, before anything is asked: each prompt as it will be. */
public final class AnswerEstimate {
  private AnswerEstimate() {}

  /**
   * Of each teacher.
   *
   * @param paragraphs text by id
   * @param teachers how many there are
   */
  public static CallEstimate of(
      Iterator<Question> questions,
      Map<String, String> paragraphs,
      AnswerPrompts prompts,
      AnswerOptions options,
      int teachers) {
    CallEstimate all = new CallEstimate(0, 0);
    Seeds seeds = new Seeds(0);
    while (questions.hasNext()) {
      Question question = questions.next();
      String paragraph = question.paragraph() == null ? null : paragraphs.get(question.paragraph());
      AnswerPrompts.Filled prompt =
          prompts.of(question.question(), question.language(), paragraph, seeds);
      ChatSampling sampling = ChatSampling.greedy(options.maxTokens());
      all = all.plus(1, TokenEstimate.prompt(new ChatRequest(prompt.turns(), sampling)));
    }
    return switch (options.assignment()) {
      case ALL -> all;
      case OWN, ONE ->
          new CallEstimate(
              Math.ceilDiv(all.calls(), teachers), Math.ceilDiv(all.promptTokens(), teachers));
    };
  }
}
