package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import org.plumbline.cli.distill.DistillFiles;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.Teachers;
import org.plumbline.cli.evaluate.Arm;
import org.plumbline.cli.evaluate.ArmEvaluation;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.metric.TokenChoice;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.core.options.Option;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.JudgeProbe;
import org.plumbline.distill.judge.LengthPenalty;
import org.plumbline.distill.judge.LengthUnit;

/**
 * {@code plumb distill evaluate}: models that answer the same questions, by text metrics and by a
 * judge, with what length takes away.
 */
public final class DistillEvaluate implements StageCommand<DistillEvaluate.Options> {
  /** A question with its answers and the judge's instructions, about, in tokens. */
  private static final long JUDGE_TOKENS = 1200;

  /** Who answers what, and who judges. */
  public record Options(
      @Option(
              value = "LABEL=MODEL, or LABEL=MODEL|ROLE-PROMPT-FILE; the first is compared with",
              required = true)
          List<String> arms,
      @Option(value = "questions and references (question, answer; or messages)", required = true)
          String data,
      @Option("only so many questions, the first; 0: all") int limit,
      @Option("most tokens of an answer") int answerTokens,
      @Option("temperature of the answers") double answerTemperature,
      @Option("BLEU's, GLEU's, ROUGE's tokens: auto, 13a, zh, char, jieba, hanlp") String tokens,
      @Option("terms for jieba or hanlp, one a line") String dictionary,
      @Option("questions of the judge's probe; 0: none") int probe,
      @Option("what lengths are counted in: characters, words") LengthUnit length,
      @Option("points for each length of the reference too many") double alpha,
      @Option("a prompt of your own, such as one of 'distill optimize-judge'") String judgePrompt,
      @Option(inline = true) JudgeOptions judge,
      @Option(inline = true) TeacherOptions teachers,
      @Option(inline = true) RowOptions rows) {
    public Options {
      require(limit >= 0, "limit must not be negative (got %d); 0 is all questions", limit);
      require(probe >= 0, "probe must not be negative (got %d); 0: none", probe);
      ChatSampling.at(answerTemperature, answerTokens);
      new LengthPenalty(alpha);
    }

    ArmEvaluation.Options evaluation() {
      return new ArmEvaluation.Options(
          ChatSampling.at(answerTemperature, answerTokens),
          new TokenChoice.Words(tokens, TokenChoice.AUTO, TokenChoice.AUTO, dictionary),
          probe,
          length,
          new LengthPenalty(alpha),
          judge,
          DistillFiles.judgePrompt(judgePrompt, judge.language()));
    }

    List<AnsweredQuestion> read(CommandContext context) {
      List<AnsweredQuestion> all = context.sources().answeredQuestions(data, rows);
      for (int i = 0; i < all.size(); i++) {
        require(
            !all.get(i).answer().isBlank(),
            "question %d of '%s' must have a reference answer, but it is empty; leave it out",
            i + 1,
            data);
      }
      return limit == 0 ? all : all.subList(0, Math.min(limit, all.size()));
    }

    void requireOneJudge() {
      require(
          teachers.teacher().size() == 1,
          "one model judges, named by --teacher (got %d); the models that answer are --arms",
          teachers.teacher().size());
    }
  }

  @Override
  public Options defaults() {
    return new Options(
        List.of(),
        "",
        0,
        512,
        0,
        TokenChoice.AUTO,
        "",
        2 * JudgeProbe.FEWEST,
        LengthUnit.CHARACTERS,
        LengthPenalty.PAPER.alpha(),
        "",
        JudgeOptions.DEFAULT,
        TeacherOptions.defaults(),
        RowOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--arms plain=smollm2,tuned=runs/sft --data faq.jsonl --teacher qwen --out runs/arms",
        "--arms \"plain=qwen,best=qwen|best.txt\" --data faq.jsonl --teacher qwen --out runs/p");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    options.requireOneJudge();
    List<Arm> arms = Arm.all(options.arms());
    List<AnsweredQuestion> questions = options.read(context);
    long answers = (long) arms.size() * questions.size();
    Plan plan =
        Plan.empty()
            .with("arms", "%s", String.join(", ", arms.stream().map(Arm::label).toList()))
            .with("questions", "%,d", questions.size())
            .with("answers", "%,d of at most %d tokens", answers, options.answerTokens());
    return Teachers.plan(
        plan, options.teachers(), answers, JUDGE_TOKENS, options.judge().maxTokens());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    options.requireOneJudge();
    List<Arm> arms = Arm.all(options.arms());
    List<AnsweredQuestion> questions = options.read(context);
    try (Teachers teachers = Teachers.open(options.teachers(), context)) {
      return new ArmEvaluation(options.evaluation(), context, teachers)
          .run(arms, questions, new Seeds(context.common().seed()));
    }
  }
}
