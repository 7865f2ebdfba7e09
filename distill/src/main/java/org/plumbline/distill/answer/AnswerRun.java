package org.plumbline.distill.answer;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.chat.ChatRequest;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.llm.CallReceipt;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.question.Question;
import org.plumbline.distill.step.CallFailure;
import org.plumbline.distill.step.CallLog;
import org.plumbline.distill.step.Work;

/**
 * Answers to questions, with the paragraph that a question comes from as a reference (CourseGPT-zh,
 * section 3.2).
 *
 * <p>Questions stream through: the memory holds the paragraphs and the calls under way.
 */
public final class AnswerRun {
  private final Work work;
  private final Map<String, String> paragraphs;
  private final AnswerPrompts prompts;
  private final AnswerOptions options;
  private final Seeds seeds;
  private final CallLog log;

  /** A call, and the question that it is for. */
  record Call(
      ChatModel teacher, ChatRequest request, Question question, AnswerPrompts.Filled prompt) {
    private Answered ask() {
      return new Answered(this, teacher.ask(request, 0));
    }
  }

  private record Answered(Call call, ChatOutcome outcome) {}

  /**
   * @param paragraphs text by id
   * @param seeds of the marks around material
   * @param log is told of every call, and ends the run if too many fail
   */
  public AnswerRun(
      Work work,
      Map<String, String> paragraphs,
      AnswerPrompts prompts,
      AnswerOptions options,
      Seeds seeds,
      CallLog log) {
    this.work = work;
    this.paragraphs = paragraphs;
    this.prompts = prompts;
    this.options = options;
    this.seeds = seeds;
    this.log = log;
  }

  /**
   * Asks.
   *
   * @throws org.plumbline.core.error.InvalidInputException if a question's paragraph is not here
   * @throws org.plumbline.core.error.FailedException if too many calls fail
   * @throws org.plumbline.core.error.InterruptedRunException if the user wants to stop
   */
  public void run(Iterator<Question> questions, AnswerSink sink) {
    new InOrder(work.waiting(), work.stopped())
        .run(calls(questions), Call::ask, answered -> take(answered, sink));
    log.finish();
  }

  /** The calls, made up as they are begun. */
  Iterator<Call> calls(Iterator<Question> questions) {
    Queue<Call> ahead = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (ahead.isEmpty() && questions.hasNext()) {
          Question question = questions.next();
          for (ChatModel teacher : options.assignment().of(question, work.teachers(), seeds)) {
            ahead.add(call(question, teacher));
          }
        }
        return !ahead.isEmpty();
      }

      @Override
      public Call next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ahead.remove();
      }
    };
  }

  private Call call(Question question, ChatModel teacher) {
    AnswerPrompts.Filled prompt =
        prompts.of(
            question.question(),
            question.language(),
            paragraph(question),
            seeds.child(question.id()));
    return new Call(
        teacher,
        new ChatRequest(
            prompt.turns(), ChatSampling.at(options.temperature(), options.maxTokens())),
        question,
        prompt);
  }

  private @Nullable String paragraph(Question question) {
    if (question.paragraph() == null) {
      return null;
    }
    String text = paragraphs.get(question.paragraph());
    require(
        text != null,
        "question '%s' comes from paragraph '%s', which is not among the paragraphs given; give those that the questions were made from",
        question.id(),
        question.paragraph());
    return text;
  }

  private void take(Answered answered, AnswerSink sink) {
    ChatOutcome outcome = answered.outcome();
    work.called().accept(outcome);
    Call call = answered.call();
    boolean usable = false;
    if (outcome instanceof ChatOutcome.Answered answer) {
      // Weak models repeat their instructions instead of following them.
      if (call.prompt().quotedIn(answer.text())) {
        sink.failed(
            CallFailure.unreadable(
                call.question().id(), 0, answer, "it repeats the marks around the paragraph"));
      } else {
        sink.answered(row(call, answer));
        usable = true;
      }
    } else {
      sink.failed(CallFailure.of(call.question().id(), 0, outcome));
    }
    log.add(outcome, usable);
  }

  private static Answer row(Call call, ChatOutcome.Answered answer) {
    CallReceipt receipt = answer.receipt();
    Question question = call.question();
    return new Answer(
        Answer.id(receipt.request(), question.id()),
        question.id(),
        question.question(),
        answer.text().strip(),
        question.paragraph(),
        call.teacher().id(),
        receipt.request(),
        call.prompt().template(),
        call.prompt().role(),
        receipt.promptTokens(),
        receipt.completionTokens());
  }
}
