package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plumbline.cli.distill.AskOptions;
import org.plumbline.cli.distill.DistillFiles;
import org.plumbline.cli.distill.DuplicateEncoder;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.TeacherStep;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.game.GameText;
import org.plumbline.core.options.Option;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.question.DroppedQuestion;
import org.plumbline.distill.question.Question;
import org.plumbline.distill.question.QuestionEstimate;
import org.plumbline.distill.question.QuestionOptions;
import org.plumbline.distill.question.QuestionPrompts;
import org.plumbline.distill.question.QuestionRun;
import org.plumbline.distill.question.QuestionSink;
import org.plumbline.distill.question.RoundCount;
import org.plumbline.distill.question.SeedPool;
import org.plumbline.distill.question.SeedQuestion;
import org.plumbline.distill.step.CallEstimate;
import org.plumbline.distill.step.CallFailure;
import org.plumbline.distill.step.RowFile;
import org.plumbline.distill.template.Purpose;

/**
 * {@code plumb distill questions}: questions about paragraphs, and new ones from them in rounds.
 */
public final class DistillQuestions implements StageCommand<DistillQuestions.Options> {
  private static final String DROPPED = "dropped.jsonl";

  /** What is asked about, how, and who writes the questions. */
  public record Options(
      @Option(value = "paragraphs: a run of 'distill ingest', or its file", required = true)
          String paragraphs,
      @Option(value = "questions that people wrote: .jsonl with question", required = true)
          String seeds,
      @Option("what the textbook teaches, for the prompts") String course,
      @Option("a prompt of your own for paragraphs: .yaml or .txt") String questionPrompt,
      @Option("a prompt of your own for the rounds") String resamplingPrompt,
      @Option("only so many paragraphs, evenly spread; 0: all") int limit,
      @Option("encoder whose cosine finds duplicates: MODEL or MODEL@COSINE")
          Optional<DuplicateEncoder> embedding,
      @Option(inline = true) QuestionOptions questions,
      @Option(inline = true) AskOptions asking,
      @Option(inline = true) TeacherOptions teachers) {

    List<Paragraph> read() {
      Path file = DistillFiles.rows(paragraphs, DistillFiles.PARAGRAPHS);
      return DistillFiles.spread(DistillFiles.all(file, Paragraph.class), limit);
    }

    SeedPool pool() {
      return new SeedPool(DistillFiles.all(Path.of(seeds), SeedQuestion.class));
    }

    QuestionPrompts prompts() {
      return new QuestionPrompts(
          course,
          DistillFiles.prompt(Purpose.QUESTIONS, questionPrompt),
          DistillFiles.prompt(Purpose.RESAMPLING, resamplingPrompt));
    }

    CallEstimate estimate(List<Paragraph> read, Seeds chance) {
      return QuestionEstimate.of(read, pool(), prompts(), questions, chance);
    }
  }

  /** What came out. */
  public record Outcome(
      String file,
      int paragraphs,
      int questions,
      int dropped,
      int failures,
      List<RoundCount> rounds,
      SpendingReceipt receipt) {}

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        "",
        "",
        "",
        0,
        Optional.empty(),
        QuestionOptions.DEFAULT,
        AskOptions.DEFAULT,
        TeacherOptions.defaults());
  }

  @Override
  public List<String> positional() {
    return List.of("paragraphs");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs/book --seeds faq.jsonl --teacher URL#MODEL --out runs/questions",
        "runs/book --seeds faq.jsonl --teacher smollm2 --rounds 0 --limit 20 --out runs/few");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    List<Paragraph> paragraphs = options.read();
    CallEstimate estimate = options.estimate(paragraphs, context.seeds());
    Plan plan =
        DuplicateEncoder.plan(options.embedding(), Plan.empty())
            .with("paragraphs", "%,d", paragraphs.size())
            .with("rounds after them", "%d", options.questions().resampling().rounds())
            .with(
                "questions demanded",
                "%,d of each teacher, about paragraphs",
                paragraphs.stream()
                    .mapToLong(p -> options.questions().paragraphs().count(p.text()))
                    .sum());
    return TeacherStep.plan(plan, options.teachers(), estimate, options.questions().maxTokens());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    List<Paragraph> paragraphs = options.read();
    Path folder = context.run().path();
    try (TeacherStep step =
            TeacherStep.open(
                "questions",
                options.teachers(),
                options.asking(),
                options.estimate(paragraphs, context.seeds()),
                options.questions().maxTokens(),
                context);
        Rows rows = new Rows(folder)) {
      List<RoundCount> rounds =
          DuplicateEncoder.with(
              options.embedding(),
              context,
              embedding ->
                  new QuestionRun(
                          step.work(),
                          options.pool(),
                          options.prompts(),
                          options.questions(),
                          context.seeds().child("questions"),
                          step.log(),
                          embedding)
                      .run(paragraphs, rows));
      rows.commit();
      SpendingReceipt receipt = step.finish();
      Outcome outcome =
          new Outcome(
              folder.resolve(DistillFiles.QUESTIONS).toString(),
              paragraphs.size(),
              rows.questions.rows(),
              rows.dropped.rows(),
              rows.failures.rows(),
              rounds,
              receipt);
      return new Result(outcome, text(outcome));
    }
  }

  /** The three files of a run. */
  private static final class Rows implements QuestionSink, AutoCloseable {
    private final RowFile questions;
    private final RowFile dropped;
    private final RowFile failures;

    Rows(Path folder) {
      questions = new RowFile(folder.resolve(DistillFiles.QUESTIONS));
      dropped = new RowFile(folder.resolve(DROPPED));
      failures = new RowFile(folder.resolve(DistillFiles.FAILURES));
    }

    @Override
    public void kept(Question question) {
      questions.write(question);
    }

    @Override
    public void dropped(DroppedQuestion question) {
      dropped.write(question);
    }

    @Override
    public void failed(CallFailure failure) {
      failures.write(failure);
    }

    void commit() {
      dropped.commit();
      failures.commit();
      questions.commit();
    }

    @Override
    public void close() {
      questions.close();
      dropped.close();
      failures.close();
    }
  }

  private static String text(Outcome outcome) {
    List<List<String>> table = new ArrayList<>();
    table.add(
        List.of(
            "round",
            "teacher",
            "calls",
            "no list",
            "cut",
            "questions",
            "out of scope",
            "duplicates",
            "kept"));
    for (RoundCount round : outcome.rounds()) {
      table.add(
          List.of(
              "%d".formatted(round.round()),
              round.teacher(),
              "%,d".formatted(round.calls()),
              "%,d".formatted(round.unusable()),
              "%,d".formatted(round.cut()),
              "%,d".formatted(round.written()),
              "%,d".formatted(round.outOfScope()),
              "%,d".formatted(round.duplicates()),
              "%,d".formatted(round.kept())));
    }
    return "%s\n\nquestions: %,d in %s"
        .formatted(GameText.table(table), outcome.questions(), outcome.file());
  }
}
