package org.plumbline.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.plumbline.cli.distill.AskOptions;
import org.plumbline.cli.distill.DistillFiles;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.TeacherStep;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.game.GameText;
import org.plumbline.core.data.InvalidRows;
import org.plumbline.core.data.RecordRows;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.options.Option;
import org.plumbline.distill.answer.Answer;
import org.plumbline.distill.answer.AnswerEstimate;
import org.plumbline.distill.answer.AnswerOptions;
import org.plumbline.distill.answer.AnswerPrompts;
import org.plumbline.distill.answer.AnswerRun;
import org.plumbline.distill.answer.AnswerSink;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.question.Question;
import org.plumbline.distill.step.CallEstimate;
import org.plumbline.distill.step.CallFailure;
import org.plumbline.distill.step.CallLog;
import org.plumbline.distill.step.RowFile;
import org.plumbline.distill.template.Purpose;

/** {@code plumb distill answers}: answers of teachers, with the paragraph at hand. */
public final class DistillAnswers implements StageCommand<DistillAnswers.Options> {

  /** What is answered, how, and by whom. */
  public record Options(
      @Option(value = "questions: a run of 'distill questions', or its file", required = true)
          String questions,
      @Option(value = "the paragraphs that they were made from", required = true) String paragraphs,
      @Option("file with the role prompt, such as an optimised one; empty: a plain one")
          String role,
      @Option("what the textbook teaches, for the prompts") String course,
      @Option("a prompt of your own for questions with a paragraph: .yaml or .txt")
          String referencedPrompt,
      @Option("a prompt of your own for questions without one") String freePrompt,
      @Option("only so many questions, the first; 0: all") int limit,
      @Option(inline = true) AnswerOptions answers,
      @Option(inline = true) AskOptions asking,
      @Option(inline = true) TeacherOptions teachers) {

    AnswerPrompts prompts() {
      return new AnswerPrompts(
          course,
          readRole(),
          DistillFiles.prompt(Purpose.REFERENCED_ANSWER, referencedPrompt),
          DistillFiles.prompt(Purpose.FREE_ANSWER, freePrompt));
    }

    private String readRole() {
      try {
        return role.isEmpty() ? "" : Files.readString(Path.of(role));
      } catch (IOException e) {
        throw new InvalidInputException(
            "cannot read the role prompt '%s': %s".formatted(role, DurableFiles.reason(e)), e);
      }
    }

    Map<String, String> texts() {
      Map<String, String> texts = new HashMap<>();
      Path file = DistillFiles.rows(paragraphs, DistillFiles.PARAGRAPHS);
      try (Stream<Paragraph> rows = Paragraph.read(file, InvalidRows.refuseAlways())) {
        rows.forEach(paragraph -> texts.put(paragraph.id(), paragraph.text()));
      }
      return texts;
    }

    /** Questions stream through: there may be more than the memory holds. */
    <T> T read(Function<Stream<Question>, T> work) {
      Path file = DistillFiles.rows(questions, DistillFiles.QUESTIONS);
      try (Stream<Question> rows =
          RecordRows.read(file, Question.class, InvalidRows.refuseAlways())) {
        return work.apply(limit == 0 ? rows : rows.limit(limit));
      }
    }

    CallEstimate estimate(Map<String, String> texts) {
      return read(
          rows ->
              AnswerEstimate.of(
                  rows.iterator(), texts, prompts(), answers, teachers.teacher().size()));
    }
  }

  /** What came out. */
  public record Outcome(
      String file,
      int answers,
      int failures,
      List<CallLog.TeacherCalls> teachers,
      SpendingReceipt receipt) {}

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        "",
        "",
        "",
        "",
        0,
        AnswerOptions.DEFAULT,
        AskOptions.DEFAULT,
        TeacherOptions.defaults());
  }

  @Override
  public List<String> positional() {
    return List.of("questions");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs/questions --paragraphs runs/book --teacher URL#MODEL --out runs/answers",
        "runs/questions --paragraphs runs/book --role best.txt --teacher smollm2 --out runs/a");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    Map<String, String> texts = options.texts();
    return TeacherStep.plan(
        Plan.empty().with("questions", "%,d", options.<Long>read(Stream::count)),
        options.teachers(),
        options.estimate(texts),
        options.answers().maxTokens());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    Map<String, String> texts = options.texts();
    Path folder = context.run().path();
    try (TeacherStep step =
            TeacherStep.open(
                "answers",
                options.teachers(),
                options.asking(),
                options.estimate(texts),
                options.answers().maxTokens(),
                context);
        Rows rows = new Rows(folder)) {
      AnswerRun run =
          new AnswerRun(
              step.work(),
              texts,
              options.prompts(),
              options.answers(),
              context.seeds().child("answers"),
              step.log());
      options.read(
          questions -> {
            run.run(questions.iterator(), rows);
            return rows;
          });
      rows.commit();
      Outcome outcome =
          new Outcome(
              folder.resolve(DistillFiles.ANSWERS).toString(),
              rows.answers.rows(),
              rows.failures.rows(),
              step.teachers(),
              step.finish());
      return new Result(
          outcome,
          "%s\n\nanswers: %,d in %s; %,d calls gave none"
              .formatted(
                  GameText.table(TeacherStep.table(outcome.teachers())),
                  outcome.answers(),
                  outcome.file(),
                  outcome.failures()));
    }
  }

  /** The two files of a run. */
  private static final class Rows implements AnswerSink, AutoCloseable {
    private final RowFile answers;
    private final RowFile failures;

    Rows(Path folder) {
      answers = new RowFile(folder.resolve(DistillFiles.ANSWERS));
      failures = new RowFile(folder.resolve(DistillFiles.FAILURES));
    }

    @Override
    public void answered(Answer answer) {
      answers.write(answer);
    }

    @Override
    public void failed(CallFailure failure) {
      failures.write(failure);
    }

    void commit() {
      failures.commit();
      answers.commit();
    }

    @Override
    public void close() {
      answers.close();
      failures.close();
    }
  }
}
