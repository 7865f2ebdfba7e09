package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.core.options.Option;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.JudgedAnswer;
import org.plumbline.distill.judge.Scale;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.optimize.CallPlan;
import org.plumbline.distill.optimize.JudgePromptTask;
import org.plumbline.distill.optimize.JudgePromptTask.Labelled;
import org.plumbline.distill.optimize.Parts;
import org.plumbline.distill.template.PromptTemplate;
import org.plumbline.distill.template.Purpose;

/** {@code plumb distill optimize-judge}: instructions with which a judge grades as people do. */
public final class DistillOptimizeJudge implements StageCommand<DistillOptimizeJudge.Options> {
  /** A question with its answers and the judge's instructions, about, in tokens. */
  private static final long PROMPT_TOKENS = 1200;

  /** Most characters of the instructions: the included ones are long. */
  private static final int LONGEST = 4000;

  /** What is searched, with whom. */
  public record Options(
      @Option(value = "answers with people's grades (question, answer, label)", required = true)
          String data,
      @Option("starting instructions, column prompt; empty: the included ones") String prompts,
      @Option(inline = true) PartOptions items,
      @Option("model that writes prompts; empty: the judge") String writerModel,
      @Option(inline = true) SearchOptions search,
      GradeOptions judge,
      @Option(inline = true) TeacherOptions teachers,
      @Option(inline = true) RowOptions rows) {
    JudgeOptions judging() {
      return judge.options(search.language());
    }

    PromptTemplate included() {
      return PromptTemplate.included(Purpose.JUDGE, search.language());
    }
  }

  @Override
  public Options defaults() {
    return new Options(
        "",
        "",
        PartOptions.DEFAULT,
        "",
        SearchOptions.DEFAULT,
        GradeOptions.DEFAULT,
        TeacherOptions.defaults(),
        RowOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--teacher http://localhost:8000/v1#m --data graded.jsonl --out runs/judge",
        "--teacher smollm2 --data graded.jsonl --judge-scale 1-5 --out runs/judge");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    PromptSearch.requireOneTeacher(options.teachers());
    Parts<Labelled> parts = parts(options, context);
    CallPlan calls =
        CallPlan.of(
            starting(options, context).size(),
            parts.sizes(),
            options.judging().callsPerAnswer(),
            options.search().options(LONGEST));
    String judge = options.teachers().teacher().getFirst();
    return Teachers.plan(
        PromptSearch.plan(Plan.empty(), parts.sizes(), calls, 0),
        options.teachers(),
        List.of(
            new Teachers.Asked(
                judge,
                "grades",
                calls.total() - calls.writer(),
                PROMPT_TOKENS,
                options.judging().maxTokens()),
            PromptSearch.writer(options.writerModel(), judge, calls, options.search())));
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    PromptSearch.requireOneTeacher(options.teachers());
    Parts<Labelled> parts = parts(options, context);
    try (Teachers teachers = Teachers.open(options.teachers(), context)) {
      ChatModel judge = teachers.models().getFirst();
      String user = options.included().user();
      JudgePromptTask task =
          new JudgePromptTask(
              system ->
                  Judge.ofAnswers(
                      judge,
                      options.judging(),
                      PromptTemplate.of(Purpose.JUDGE, system, user),
                      context.seeds()),
              options.judging().callsPerAnswer());
      PromptSearch.Search<?> wanted =
          new PromptSearch.Search<>(
              task,
              parts,
              starting(options, context),
              teachers.model(options.writerModel(), judge),
              options.search().options(LONGEST),
              "best-prompt.yaml",
              best -> PromptTemplate.of(Purpose.JUDGE, best, user).yaml(),
              List.of());
      PromptSearch search = new PromptSearch(context, teachers);
      search.announce(wanted.plan(), 0);
      return search.run(wanted, Optional::empty);
    }
  }

  private static List<String> starting(Options options, CommandContext context) {
    return PromptSearch.starting(
        options.prompts(), context, () -> List.of(options.included().system()));
  }

  private static Parts<Labelled> parts(Options options, CommandContext context) {
    Scale scale = options.judge().scale();
    List<Labelled> labelled = new ArrayList<>();
    for (AnsweredQuestion row :
        context.sources().answeredQuestions(options.data(), options.rows())) {
      require(
          row.label().isPresent(),
          "each answer needs a person's grade in the column label (answer %d of '%s' has none); leave it out",
          labelled.size() + 1,
          options.data());
      double grade = row.label().getAsDouble();
      require(
          grade >= scale.low() && grade <= scale.high(),
          "people's grades must lie on the judge's scale, %s (answer %d of '%s' has %s); give theirs by --judge-scale",
          scale,
          labelled.size() + 1,
          options.data(),
          grade);
      labelled.add(
          new Labelled(
              new JudgedAnswer(row.id(), row.question(), row.reference(), row.answer()), grade));
    }
    return Parts.split(
        labelled, item -> item.answer().id(), options.items().sizes(), context.seeds());
  }
}
