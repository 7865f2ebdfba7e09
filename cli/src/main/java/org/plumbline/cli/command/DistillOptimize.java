package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.distill.JudgeFacts;
import org.plumbline.cli.distill.OptimizationPage;
import org.plumbline.cli.distill.OptimizationPage.JudgeQuality;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.Teachers;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.metric.TokenChoice;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.data.JsonLinesWriter;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.data.References;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.TextMetric;
import org.plumbline.core.options.Option;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.budget.SpendingReceipt;
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
import org.plumbline.distill.judge.Scale;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.optimize.CallPlan;
import org.plumbline.distill.optimize.Candidate;
import org.plumbline.distill.optimize.Optimization;
import org.plumbline.distill.optimize.OptimizerOptions;
import org.plumbline.distill.optimize.Parts;
import org.plumbline.distill.optimize.PromptOptimizer;
import org.plumbline.distill.optimize.RolePromptTask;
import org.plumbline.distill.optimize.StartingPrompts;
import org.plumbline.distill.optimize.Stop;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb distill optimize}: a better role prompt for a teacher, by a judge. */
public final class DistillOptimize implements StageCommand<DistillOptimize.Options> {
  /** What a judge's name begins with if it is a metric. */
  private static final String METRIC = "metric:";

  /** Items that are worked on at once; how many are asked at a time is each endpoint's limit. */
  private static final int AT_ONCE = 128;

  /** Length of a question with instructions, about, in tokens. */
  private static final long PROMPT_TOKENS = 800;

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
      @Option("most tokens of an answer of the teacher") int answerTokens) {
    static final Scoring DEFAULT = new Scoring(0.5, "characters", 512);

    public Scoring {
      ChatSampling.greedy(answerTokens);
      var unused = new LengthPenalty(alpha);
    }
  }

  /**
   * How prompts are searched; see {@link OptimizerOptions}.
   *
   * @param language of what writer and judge are told, and of the included prompts
   */
  public record Search(
      @Option("rounds of new prompts") int iterations,
      @Option("best prompts that each round starts from") int top,
      @Option("random judgements that a reflection is shown") int feedback,
      @Option("order in which resampling shows prompts") OptimizerOptions.Order order,
      @Option("language of what the models are told: en or zh") String language) {
    static final Search DEFAULT = of(OptimizerOptions.DEFAULT);

    public Search {
      var unused = options(iterations, top, feedback, order, language);
    }

    private static Search of(OptimizerOptions d) {
      return new Search(d.iterations(), d.top(), d.feedback(), d.order(), d.language());
    }

    OptimizerOptions options() {
      return options(iterations, top, feedback, order, language);
    }

    private static OptimizerOptions options(
        int iterations, int top, int feedback, OptimizerOptions.Order order, String language) {
      OptimizerOptions d = OptimizerOptions.DEFAULT;
      return new OptimizerOptions(
          iterations,
          top,
          feedback,
          order,
          language,
          d.longest(),
          d.tries(),
          d.leastCoverage(),
          d.mostFailures(),
          d.temperature(),
          d.maxTokens());
    }
  }

  /** How answers are graded; see {@link JudgeOptions}. */
  public record Grades(
      @Option("grades, from the worst to the best") Scale scale,
      @Option("judgements of each answer, whose mean counts") int repeats) {
    static final Grades DEFAULT = new Grades(Scale.TEN, 1);

    JudgeOptions options(String language) {
      JudgeOptions d = JudgeOptions.DEFAULT;
      return new JudgeOptions(scale, d.calls(), language, repeats, d.temperature(), d.maxTokens());
    }
  }

  /** What is searched, with whom. */
  public record Options(
      @Option(value = "questions with people's answers (question, answer, id)", required = true)
          String data,
      @Option("starting prompts, column prompt; empty: ten of ours") String prompts,
      @Option("name of the course, for {{course}} in prompts") String course,
      @Option("items that prompts are scored on; 50 in the paper") int searchItems,
      @Option("items that the best are chosen by; 0: none") int selectionItems,
      @Option("items that the search never sees") int heldOutItems,
      @Option("model that judges, or metric:rouge-l (chrf, ...); empty: the teacher")
          String judgeModel,
      @Option("model that writes prompts; empty: the teacher") String writerModel,
      @Option("questions of the probe that the judge must pass") int probe,
      @Option(inline = true) Scoring scoring,
      @Option(inline = true) Search search,
      Grades judge,
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

    Parts.Sizes sizes() {
      return new Parts.Sizes(searchItems, selectionItems, heldOutItems);
    }
  }

  /** A prompt on the items that the search never saw; null if no item has a score. */
  public record HeldOutScore(String prompt, JudgeFacts.@Nullable Mean score, int missing) {
    static HeldOutScore of(Optimization.Measured measured) {
      return new HeldOutScore(
          measured.prompt(),
          measured.score().map(JudgeFacts.Mean::of).orElse(null),
          measured.missing());
    }
  }

  /** What came out. */
  public record Outcome(
      String bestPrompt,
      String best,
      String stop,
      String stopMessage,
      double searchScore,
      List<HeldOutScore> heldOut,
      List<String> comparisons,
      JudgeFacts judge,
      long plannedCalls,
      SpendingReceipt receipt,
      String report) {}

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        "the course",
        50,
        0,
        50,
        "",
        "",
        20,
        Scoring.DEFAULT,
        Search.DEFAULT,
        Grades.DEFAULT,
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
    requireOneTeacher(options);
    Parts<HumanPair> parts = parts(options, context);
    CallPlan calls = calls(options, starting(options, context).size());
    long probe = probeCalls(options, parts);
    Plan plan =
        Plan.empty()
            .with(
                "items",
                "%d to search, %d to select, %d held out",
                options.searchItems(),
                options.selectionItems(),
                options.heldOutItems())
            .with("prompts", "at most %d", calls.prompts())
            .with("calls", "%s", sentence(calls, probe));
    return Teachers.plan(
        plan,
        options.teachers(),
        calls.total() + probe,
        PROMPT_TOKENS,
        Math.max(options.scoring().answerTokens(), options.judging().maxTokens()));
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    requireOneTeacher(options);
    Parts<HumanPair> parts = parts(options, context);
    List<String> starting = starting(options, context);
    try (Teachers teachers = Teachers.open(options.teachers(), context)) {
      ChatModel teacher = teachers.models().getFirst();
      Grader judge = judge(options, parts, teacher, teachers, context);
      RolePromptTask task = task(options, context, teacher, judge);
      InOrder order = new InOrder(AT_ONCE, context.stop()::stopRequested);
      CallPlan plan = calls(options, starting.size());
      context.console().say("%s", sentence(plan, probeCalls(options, parts)));
      ProbeResult probe =
          new JudgeProbe(parts.search(), options.probe(), context.seeds()).run(judge, order);
      context.console().say("%s", probe.sentence());
      probe.requireAboveChance();
      Progress progress = context.progress("optimize", plan.total() / task.calls(), "items");
      Optimization found =
          new PromptOptimizer<>(
                  task,
                  parts,
                  named(options.writerModel(), teacher, teachers),
                  options.search().options(),
                  order,
                  progress::at,
                  context.seeds())
              .run(starting);
      JudgeQuality quality =
          new JudgeQuality(
              ParseRate.of(Stream.concat(probe.gradings(), task.gradings().stream())),
              probe,
              LengthBias.of(task.gradings(), LengthUnit.CHARACTERS, Optional.of(probe)));
      return written(context, found, quality, teachers.receipt());
    }
  }

  private static Result written(
      CommandContext context, Optimization found, JudgeQuality quality, SpendingReceipt receipt) {
    Path folder = context.run().path();
    Path file = folder.resolve("best-prompt.txt");
    try {
      DurableFiles.write(file, found.best().text() + "\n");
    } catch (IOException e) {
      throw DurableFiles.failure("write '%s'".formatted(file), "Make room and try again", e);
    }
    writePrompts(folder.resolve("prompts.jsonl"), found);
    new OptimizationPage(found, quality, receipt).page().write(context.run().report());
    List<String> lines = new ArrayList<>(OptimizationPage.headline(found, quality));
    lines.add(receipt.text());
    lines.add("best prompt: " + file);
    lines.add("report: " + context.run().report());
    if (found.stop().reason() == Stop.Reason.NO_FURTHER_CALLS
        || found.stop().reason() == Stop.Reason.FAILURES) {
      // An unfinished search is no result: the same command with --resume goes on from the cache.
      throw new FailedException(
          "the search ended early: %s The best prompt until then is in '%s', with a report; mend the cause and run the same command with --resume, which pays nothing twice"
              .formatted(ended(found.stop().message()), folder));
    }
    Outcome outcome =
        new Outcome(
            file.toString(),
            found.best().id(),
            found.stop().reason().name().toLowerCase(Locale.ROOT),
            found.stop().message(),
            found.best().score().orElseThrow(),
            found.heldOut().stream().map(HeldOutScore::of).toList(),
            found.comparisons().stream().map(c -> c.verdict().sentence()).toList(),
            JudgeFacts.of(
                quality.parsing(),
                Optional.of(quality.probe()),
                quality.length(),
                Optional.empty()),
            found.plan().total(),
            receipt,
            context.run().report().toString());
    return new Result(outcome, String.join("\n", lines));
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  private static void writePrompts(Path file, Optimization found) {
    try (JsonLinesWriter rows = JsonLinesWriter.create(file)) {
      for (Candidate candidate : found.candidates()) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", candidate.id());
        row.put("made_by", candidate.origin().name().toLowerCase(Locale.ROOT));
        row.put("iteration", candidate.iteration());
        row.put("parents", candidate.parents());
        row.put("prompt", candidate.text());
        candidate.score().ifPresent(score -> row.put("score", score));
        candidate.graded().ifPresent(grade -> row.put("judge", grade));
        candidate.penalty().ifPresent(penalty -> row.put("penalty", penalty));
        candidate.lengthRatio().ifPresent(ratio -> row.put("length_ratio", ratio));
        row.put("items_scored", candidate.scored().size());
        row.put("items", candidate.evaluations().size());
        row.put("calls", candidate.spending().calls());
        row.put("prompt_tokens", candidate.spending().promptTokens());
        row.put("completion_tokens", candidate.spending().completionTokens());
        row.put("cost", candidate.spending().cost());
        rows.write(row);
      }
      rows.finish();
    }
  }

  private static RolePromptTask task(
      Options options, CommandContext context, ChatModel teacher, Grader judge) {
    Scoring scoring = options.scoring();
    return new RolePromptTask(
        teacher,
        ChatSampling.greedy(scoring.answerTokens()),
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
          named(options.judgeModel(), teacher, teachers), options.judging(), context.seeds());
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

  private static ChatModel named(String name, ChatModel teacher, Teachers teachers) {
    return name.isEmpty() ? teacher : teachers.model(name);
  }

  private static Parts<HumanPair> parts(Options options, CommandContext context) {
    List<HumanPair> pairs =
        context.sources().answeredQuestions(options.data(), options.rows()).stream()
            .map(row -> new HumanPair(row.id(), row.question(), row.answer()))
            .toList();
    return Parts.split(pairs, HumanPair::id, options.sizes(), context.seeds());
  }

  private static List<String> starting(Options options, CommandContext context) {
    List<String> prompts =
        options.prompts().isEmpty()
            ? StartingPrompts.included(options.search().language(), options.course())
            : context.sources().prompts(options.prompts(), RowOptions.DEFAULT).stream()
                .map(Prompt::text)
                .map(text -> StartingPrompts.withCourse(text, options.course()))
                .toList();
    require(
        options.prompts().isEmpty() || Files.exists(Path.of(options.prompts())),
        "there is no '%s'",
        options.prompts());
    return prompts;
  }

  private static CallPlan calls(Options options, int prompts) {
    return CallPlan.of(
        prompts, options.sizes(), 1 + callsPerGrade(options), options.search().options());
  }

  private static long probeCalls(Options options, Parts<HumanPair> parts) {
    return new JudgeProbe(parts.search(), options.probe(), new Seeds(0)).gradings()
        * (long) callsPerGrade(options);
  }

  private static String sentence(CallPlan plan, long probe) {
    return "at most %,d calls: probe %,d, starting prompts %,d, rounds %,d, selection %,d, held out %,d; and one more for each reply that cannot be read"
        .formatted(
            plan.total() + probe,
            probe,
            plan.start(),
            plan.search(),
            plan.selection(),
            plan.heldOut());
  }

  private static void requireOneTeacher(Options options) {
    require(
        options.teachers().teacher().size() == 1,
        "a prompt is optimised for one teacher (got %d); run the command once for each",
        options.teachers().teacher().size());
  }
}
