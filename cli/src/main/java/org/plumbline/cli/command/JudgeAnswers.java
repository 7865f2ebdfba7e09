package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.cli.distill.AnswerJudging;
import org.plumbline.cli.distill.DistillFiles;
import org.plumbline.cli.distill.PairJudging;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.Teachers;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.core.options.Option;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.JudgeProbe;
import org.plumbline.distill.judge.LengthUnit;
import org.plumbline.distill.judge.ProbeKind;
import org.plumbline.distill.llm.ChatModel;

/** {@code plumb judge}: grades of answers by a model, and how far to trust them. */
public final class JudgeAnswers implements StageCommand<JudgeAnswers.Options> {
  /** A question with its answers and the judge's instructions, about, in tokens. */
  private static final long PROMPT_TOKENS = 1200;

  /** Who judges what. */
  public record Options(
      @Option(value = "answers (question, answer; id, reference, label if there)", required = true)
          String data,
      @Option("another system's answers to the same ids, for pairs") String pairwise,
      @Option("questions of the probe that shows the judge's worth; 0: none") int probe,
      @Option("share of judgements without a grade that stops it") double mostUnreadable,
      @Option("what lengths are counted in: characters, words") LengthUnit length,
      @Option("points for each length of the reference too many") double alpha,
      @Option("a prompt of your own, such as one of 'distill optimize-judge'") String judgePrompt,
      @Option(inline = true) JudgeOptions judge,
      @Option(inline = true) TeacherOptions teachers,
      @Option(inline = true) RowOptions rows) {
    public Options {
      require(probe >= 0, "probe must not be negative (got %d); 0: none", probe);
      require(
          mostUnreadable >= 0 && mostUnreadable <= 1,
          "most-unreadable is a share in [0, 1] (got %s)",
          mostUnreadable);
      require(
          judgePrompt.isEmpty() || pairwise.isEmpty(),
          "--judge-prompt is for grades of answers, and --pairwise asks which of two is better; leave one of them out");
    }

    /** Calls that a grade or a verdict takes. */
    int calls() {
      return pairwise.isEmpty() ? judge.callsPerAnswer() : 2 * judge.repeats();
    }
  }

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        12,
        0.2,
        LengthUnit.CHARACTERS,
        0.5,
        "",
        JudgeOptions.DEFAULT,
        TeacherOptions.defaults(),
        RowOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--teacher http://localhost:8000/v1#m --data answers.jsonl --out runs/judged",
        "--teacher judge --data a.jsonl --pairwise b.jsonl --repeats 3 --out runs/pairs");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    requireOneJudge(options);
    List<AnsweredQuestion> answers =
        context.sources().answeredQuestions(options.data(), options.rows());
    long probed = probed(options, answers);
    long calls = (answers.size() + probed) * options.calls();
    return Teachers.plan(
        Plan.empty()
            .with("answers", "%,d", answers.size())
            .with("answers of the probe", "%,d", probed)
            .with("calls", "%,d, and one more for each reply that cannot be read", calls),
        options.teachers(),
        calls,
        PROMPT_TOKENS,
        options.judge().maxTokens());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    requireOneJudge(options);
    List<AnsweredQuestion> answers =
        context.sources().answeredQuestions(options.data(), options.rows());
    try (Teachers teachers = Teachers.open(options.teachers(), context)) {
      ChatModel model = teachers.models().getFirst();
      if (options.pairwise().isEmpty()) {
        return new AnswerJudging(
                context,
                Judge.ofAnswers(
                    model,
                    options.judge(),
                    DistillFiles.judgePrompt(options.judgePrompt(), options.judge().language()),
                    context.seeds()),
                new AnswerJudging.Limits(
                    options.probe(), options.mostUnreadable(), options.length(), options.alpha()))
            .run(answers, teachers);
      }
      return new PairJudging(
              context, model, options.judge(), options.probe(), options.mostUnreadable())
          .run(
              answers,
              context.sources().answeredQuestions(options.pairwise(), options.rows()),
              teachers);
    }
  }

  private static void requireOneJudge(Options options) {
    require(
        options.teachers().teacher().size() == 1,
        "one model judges at a time (got %d); run the command once for each",
        options.teachers().teacher().size());
  }

  private static long probed(Options options, List<AnsweredQuestion> answers) {
    long pairs = Math.min(options.probe(), AnswerJudging.people(answers).size());
    int each =
        options.pairwise().isEmpty() ? 1 + ProbeKind.values().length : ProbeKind.values().length;
    return pairs < JudgeProbe.FEWEST ? 0 : pairs * each;
  }
}
