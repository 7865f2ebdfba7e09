package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.plumbline.cli.distill.DistillFiles;
import org.plumbline.cli.distill.GradeOptions;
import org.plumbline.cli.distill.PartOptions;
import org.plumbline.cli.distill.PromptSearch;
import org.plumbline.cli.distill.SearchOptions;
import org.plumbline.cli.distill.TeacherOptions;
import org.plumbline.cli.distill.Teachers;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.core.options.Option;
import org.plumbline.distill.corpus.Paragraph;
import org.plumbline.distill.judge.Grader;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.optimize.CallPlan;
import org.plumbline.distill.optimize.Parts;
import org.plumbline.distill.optimize.QuestionPromptTask;
import org.plumbline.distill.question.QuestionOptions;
import org.plumbline.distill.question.QuestionTrial;
import org.plumbline.distill.question.SeedPool;
import org.plumbline.distill.question.SeedQuestion;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/** {@code plumb distill optimize-questions}: a prompt that brings more good questions. */
public final class DistillOptimizeQuestions
    implements StageCommand<DistillOptimizeQuestions.Options> {
  /** A paragraph with examples and instructions, about, in tokens. */
  private static final long PROMPT_TOKENS = 800;

  /** Most characters of the prompt: the included one is long. */
  private static final int LONGEST = 3000;

  /** How questions are asked for; the rest is as {@link QuestionOptions} has it. */
  public record Asking(
      @Option("people's questions in a prompt") int seedExamples,
      @Option("least share of a question's terms that the course knows; 0: no guard") double scope,
      @Option("temperature of the teacher") double temperature,
      @Option("most tokens of a list") int maxTokens) {
    static final Asking DEFAULT = of(QuestionOptions.DEFAULT);

    public Asking {
      var unused = options(seedExamples, scope, temperature, maxTokens);
    }

    private static Asking of(QuestionOptions d) {
      return new Asking(d.paragraphs().seedExamples(), d.scope(), d.temperature(), d.maxTokens());
    }

    QuestionOptions options() {
      return options(seedExamples, scope, temperature, maxTokens);
    }

    private static QuestionOptions options(
        int seedExamples, double scope, double temperature, int maxTokens) {
      QuestionOptions d = QuestionOptions.DEFAULT;
      QuestionOptions.FromParagraphs p = d.paragraphs();
      return new QuestionOptions(
          new QuestionOptions.FromParagraphs(
              p.unitsPerQuestion(),
              p.leastQuestions(),
              p.mostQuestions(),
              seedExamples,
              p.generatedExamples(),
              p.wave()),
          d.resampling(),
          d.duplicates(),
          scope,
          temperature,
          maxTokens);
    }
  }

  /** What is searched, with whom. */
  public record Options(
      @Option(value = "paragraphs: a run of 'distill ingest', or its file", required = true)
          String paragraphs,
      @Option(value = "questions that people wrote: .jsonl with question", required = true)
          String seeds,
      @Option("what the textbook teaches, for the prompts") String course,
      @Option("starting prompts, column prompt; empty: the included one") String prompts,
      @Option(inline = true) PartOptions items,
      @Option("model that judges questions; empty: none, the share kept is the score")
          String judgeModel,
      @Option("questions of a paragraph that are judged, the first ones") int judged,
      @Option("model that writes prompts; empty: the teacher") String writerModel,
      @Option(inline = true) Asking asking,
      @Option(inline = true) SearchOptions search,
      GradeOptions judge,
      @Option(inline = true) TeacherOptions teachers) {
    public Options {
      require(judged >= 1, "judged must be at least 1 question of a paragraph (got %d)", judged);
    }

    List<Paragraph> book() {
      return DistillFiles.all(
          DistillFiles.rows(paragraphs, DistillFiles.PARAGRAPHS), Paragraph.class);
    }

    JudgeOptions judging() {
      return judge.options(search.language());
    }

    PromptTemplate included() {
      return PromptTemplate.included(Purpose.QUESTIONS, search.language());
    }

    int callsPerItem() {
      return 1 + (judgeModel.isEmpty() ? 0 : judged * judging().callsPerAnswer());
    }
  }

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        "",
        "",
        PartOptions.DEFAULT,
        "",
        2,
        "",
        Asking.DEFAULT,
        SearchOptions.DEFAULT,
        GradeOptions.DEFAULT,
        TeacherOptions.defaults());
  }

  @Override
  public List<String> positional() {
    return List.of("paragraphs");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs/book --seeds faq.jsonl --teacher URL#MODEL --out runs/asking",
        "runs/book --seeds faq.jsonl --teacher t --judge-model j --out runs/asking");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    PromptSearch.requireOneTeacher(options.teachers());
    Parts<Paragraph> parts = parts(options, options.book(), context);
    CallPlan calls =
        CallPlan.of(
            starting(options, context).size(),
            parts.sizes(),
            options.callsPerItem(),
            options.search().options(LONGEST));
    long items = calls.items(options.callsPerItem());
    String teacher = options.teachers().teacher().getFirst();
    List<Teachers.Asked> asked = new ArrayList<>();
    asked.add(
        new Teachers.Asked(
            teacher, "questions", items, PROMPT_TOKENS, options.asking().maxTokens()));
    if (!options.judgeModel().isEmpty()) {
      asked.add(
          new Teachers.Asked(
              options.judgeModel(),
              "judge",
              items * (options.callsPerItem() - 1),
              PROMPT_TOKENS,
              options.judging().maxTokens()));
    }
    asked.add(PromptSearch.writer(options.writerModel(), teacher, calls, options.search()));
    return Teachers.plan(
        PromptSearch.plan(Plan.empty(), parts.sizes(), calls, 0), options.teachers(), asked);
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    PromptSearch.requireOneTeacher(options.teachers());
    List<Paragraph> book = options.book();
    Parts<Paragraph> parts = parts(options, book, context);
    SeedPool pool = new SeedPool(DistillFiles.all(Path.of(options.seeds()), SeedQuestion.class));
    try (Teachers teachers = Teachers.open(options.teachers(), context)) {
      ChatModel teacher = teachers.models().getFirst();
      String system = options.included().system();
      Optional<Grader> judge =
          options.judgeModel().isEmpty()
              ? Optional.empty()
              : Optional.of(
                  Judge.ofQuestions(
                      teachers.model(options.judgeModel()), options.judging(), context.seeds()));
      QuestionPromptTask task =
          new QuestionPromptTask(
              new QuestionTrial(
                  teacher,
                  book,
                  pool,
                  options.course(),
                  options.asking().options(),
                  context.seeds().child("questions")),
              system,
              judge,
              options.judged());
      PromptSearch.Search<?> wanted =
          new PromptSearch.Search<>(
              task,
              parts,
              starting(options, context),
              teachers.model(options.writerModel(), teacher),
              options.search().options(LONGEST),
              "best-prompt.yaml",
              best -> PromptTemplate.of(Purpose.QUESTIONS, system, best).yaml(),
              List.of());
      PromptSearch search = new PromptSearch(context, teachers);
      search.announce(wanted.plan(), 0);
      return search.run(wanted, Optional::empty);
    }
  }

  private static List<String> starting(Options options, CommandContext context) {
    return PromptSearch.starting(
        options.prompts(), context, () -> List.of(options.included().user()));
  }

  private static Parts<Paragraph> parts(
      Options options, List<Paragraph> book, CommandContext context) {
    return Parts.split(book, Paragraph::id, options.items().sizes(), context.seeds());
  }
}
