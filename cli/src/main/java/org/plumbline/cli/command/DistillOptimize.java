package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.plumbline.cli.distill.GradeOptions;
import org.plumbline.cli.distill.OptimizationPage.JudgeQuality;
import org.plumbline.cli.distill.PartOptions;
import org.plumbline.cli.distill.PromptSearch;
import org.plumbline.cli.distill.SearchOptions;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.Teachers;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.metric.TokenChoice;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.data.References;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.TextMetric;
import org.plumbline.core.options.Option;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.judge.Grader;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.JudgeProbe;
import org.plumbline.distill.judge.LengthBias;
import org.plumbline.distill.judge.LengthPenalty;
import org.plumbline.distill.judge.LengthUnit;
import org.plumbline.distill.judge.MetricGrader;
import org.plumbline.distill.judge.ParseRate;
import org.plumbline.distill.judge.ProbeResult;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.optimize.CallPlan;
import org.plumbline.distill.optimize.Parts;
import org.plumbline.distill.optimize.RolePromptTask;
import org.plumbline.distill.optimize.StartingPrompts;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb distill optimize}: a better role prompt for a teacher, by a judge. */
public final class DistillOptimize implements StageCommand<DistillOptimize.Options> {
  /** What a judge's name begins with if it is a metric. */
  private static final String METRIC = "metric:";

  /** Length of a role and a question, about, in tokens. */
  private static final long ANSWER_PROMPT = 150;

  /** Length of a judge's instructions with what is judged, about, in tokens. */
  private static final long JUDGE_PROMPT = 1200;

  /**
   * How answers are scored.
   *
   * @param alpha of Equation 1
   * @param length {@code characters}, {@code words}, or a model folder whose tokens are counted
   * @param answerTokens most tokens of an answer
   */
  public record Scoring(
      @Option("points for each length too many (Equation 1)") double alpha,
      @Option("lengths in characters, words, or tokens of a model folder") String length,
      @Option("most tokens of an answer of the teacher") int answerTokens,
      @Option("temperature of the teacher") double answerTemperature) {
    static final Scoring DEFAULT = new Scoring(0.5, "characters", 512, 0);

    public Scoring {
      ChatSampling.at(answerTemperature, answerTokens);
      var unused = new LengthPenalty(alpha);
    }
  }

  /** What is searched, with whom. */
  public record Options(
      @Option(value = "questions with people's answers (question, answer, id)", required = true)
          String data,
      @Option("starting prompts, column prompt; empty: ten of ours") String prompts,
      @Option("name of the course, for {{course}} in prompts") String course,
      @Option(inline = true) PartOptions items,
      @Option("model that judges, or metric:rouge-l (chrf, ...); empty: the teacher")
          String judgeModel,
      @Option("model that writes prompts; empty: the teacher") String writerModel,
      @Option("questions of the probe that the judge must pass") int probe,
      @Option(inline = true) Scoring scoring,
      @Option(inline = true) SearchOptions search,
      GradeOptions judge,
      @Option(inline = true) TeacherOptions teachers,
      @Option(inline = true) RowOptions rows) {
    public Options {
      require(
          probe >= JudgeProbe.FEWEST,
          "the probe of the judge needs at least %d questions (got %d)",
          JudgeProbe.FEWEST,
          probe);
      if (judgeModel.startsWith(METRIC)) {
        var unused = MetricName.parse(judgeModel.substring(METRIC.length()));
      }
    }

    JudgeOptions judging() {
      return judge.options(search.language());
    }
  }

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        "the course",
        PartOptions.DEFAULT,
        "",
        "",
        20,
        Scoring.DEFAULT,
        SearchOptions.DEFAULT,
        GradeOptions.DEFAULT,
        TeacherOptions.defaults(),
        RowOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--teacher http://localhost:8000/v1#m --data faq.jsonl --out runs/prompt",
        "--teacher t --judge-model j --endpoints e.yaml --data faq.jsonl --out runs/prompt");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    PromptSearch.requireOneTeacher(options.teachers());
    Parts<HumanPair> parts = parts(options, context);
    CallPlan calls = calls(options, starting(options, context).size());
    long probe = probeCalls(options, parts);
    long items = calls.items(1 + callsPerGrade(options));
    String teacher = options.teachers().teacher().getFirst();
    List<Teachers.Asked> asked = new ArrayList<>();
    asked.add(
        new Teachers.Asked(
            teacher, "answers", items, ANSWER_PROMPT, options.scoring().answerTokens()));
    if (!judgedByMetric(options)) {
      asked.add(
          new Teachers.Asked(
              options.judgeModel().isEmpty() ? teacher : options.judgeModel(),
              "judge",
              items * callsPerGrade(options) + probe,
              JUDGE_PROMPT,
              options.judging().maxTokens()));
    }
    asked.add(PromptSearch.writer(options.writerModel(), teacher, calls, options.search()));
    return Teachers.plan(
        PromptSearch.plan(Plan.empty(), parts.sizes(), calls, probe), options.teachers(), asked);
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    PromptSearch.requireOneTeacher(options.teachers());
    Parts<HumanPair> parts = parts(options, context);
    List<String> starting = starting(options, context);
    try (Teachers teachers = Teachers.open(options.teachers(), context)) {
      ChatModel teacher = teachers.models().getFirst();
      Grader judge = judge(options, parts, teacher, teachers, context);
      RolePromptTask task = task(options, context, teacher, judge);
      PromptSearch search = new PromptSearch(context, teachers);
      search.announce(calls(options, starting.size()), probeCalls(options, parts));
      ProbeResult probe =
          new JudgeProbe(parts.search(), options.probe(), context.seeds())
              .run(judge, search.order());
      context.console().say("%s", probe.sentence());
      probe.requireAboveChance();
      return search.run(
          new PromptSearch.Search<>(
              task,
              parts,
              starting,
              teachers.model(options.writerModel(), teacher),
              options.search().options(),
              "best-prompt.txt",
              best -> best + "\n",
              notes(options)),
          () ->
              Optional.of(
                  new JudgeQuality(
                      ParseRate.of(Stream.concat(probe.gradings(), task.gradings().stream())),
                      probe,
                      LengthBias.of(task.gradings(), LengthUnit.CHARACTERS, Optional.of(probe)))));
    }
  }

  private static List<String> notes(Options options) {
    return judgedByMetric(options)
        ? List.of(
            "Answers were graded by %s beside people's answers, not by a model: it orders likeness, not truth."
                .formatted(metric(options).label()))
        : List.of();
  }

  private static RolePromptTask task(
      Options options, CommandContext context, ChatModel teacher, Grader judge) {
    Scoring scoring = options.scoring();
    return new RolePromptTask(
        teacher,
        ChatSampling.at(scoring.answerTemperature(), scoring.answerTokens()),
        judge,
        new LengthPenalty(scoring.alpha()),
        length(scoring, context));
  }

  private static ToIntFunction<String> length(Scoring scoring, CommandContext context) {
    return switch (scoring.length()) {
      case "characters" -> LengthUnit.CHARACTERS::of;
      case "words" -> LengthUnit.WORDS::of;
      default -> {
        Tokenizer tokenizer = context.sources().tokenizer(scoring.length());
        yield text -> tokenizer.encode(text.strip()).length;
      }
    };
  }

  /** A model, or a metric beside the person's answer, which needs no call. */
  private static Grader judge(
      Options options,
      Parts<HumanPair> parts,
      ChatModel teacher,
      Teachers teachers,
      CommandContext context) {
    if (!judgedByMetric(options)) {
      return Judge.ofAnswers(
          teachers.model(options.judgeModel(), teacher), options.judging(), context.seeds());
    }
    TokenChoice tokens =
        new TokenChoice.Words(TokenChoice.AUTO, TokenChoice.AUTO, TokenChoice.AUTO, "")
            .resolve(
                parts.search().stream()
                    .map(pair -> new References(pair.id(), "", List.of(pair.answer())))
                    .toList());
    TextMetric metric = metric(options).metric(tokens.choices("1"));
    context
        .console()
        .warn(
            "answers are graded by %s beside people's answers (%s), not by a model: it orders likeness, not truth"
                .formatted(metric.name(), metric.single().signature()));
    return new MetricGrader(metric, options.judging().scale());
  }

  private static boolean judgedByMetric(Options options) {
    return options.judgeModel().startsWith(METRIC);
  }

  private static MetricName metric(Options options) {
    return MetricName.parse(options.judgeModel().substring(METRIC.length()));
  }

  /** Calls that a grade takes if every reply can be read. */
  private static int callsPerGrade(Options options) {
    return judgedByMetric(options) ? 0 : options.judging().callsPerAnswer();
  }

  private static Parts<HumanPair> parts(Options options, CommandContext context) {
    List<HumanPair> pairs =
        context.sources().answeredQuestions(options.data(), options.rows()).stream()
            .map(row -> new HumanPair(row.id(), row.question(), row.answer()))
            .toList();
    return Parts.split(pairs, HumanPair::id, options.items().sizes(), context.seeds());
  }

  private static List<String> starting(Options options, CommandContext context) {
    String course = options.course();
    return PromptSearch.starting(
            options.prompts(),
            context,
            () -> StartingPrompts.included(options.search().language(), course))
        .stream()
        .map(text -> StartingPrompts.withCourse(text, course))
        .toList();
  }

  private static CallPlan calls(Options options, int prompts) {
    return CallPlan.of(
        prompts, options.items().sizes(), 1 + callsPerGrade(options), options.search().options());
  }

  private static long probeCalls(Options options, Parts<HumanPair> parts) {
    return new JudgeProbe(parts.search(), options.probe(), new Seeds(0)).gradings()
        * (long) callsPerGrade(options);
  }
}
