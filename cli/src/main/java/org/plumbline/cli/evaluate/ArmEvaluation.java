package org.plumbline.cli.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.distill.Teachers;
import org.plumbline.cli.evaluate.ArmComparison.Judged;
import org.plumbline.cli.evaluate.ArmComparison.Probe;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.metric.SystemScores;
import org.plumbline.cli.metric.TokenChoice;
import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.core.data.JsonLinesWriter;
import org.plumbline.core.data.References;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.metric.MetricName;
import org.plumbline.core.metric.TextMetric;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.stats.Bootstrap;
import org.plumbline.core.stats.RandomizationTest;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.JudgeProbe;
import org.plumbline.distill.judge.LengthPenalty;
import org.plumbline.distill.judge.LengthUnit;
import org.plumbline.distill.judge.ProbeResult;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.template.PromptTemplate;

/** Lets every arm answer, has the judge grade what all have answered, and compares. */
public final class ArmEvaluation {
  /** Questions that are worked on at once; how many are asked at a time is each model's limit. */
  private static final int AT_ONCE = 128;

  /** The metrics of the paper's Table 1. */
  private static final List<MetricName> METRICS =
      List.of(
          MetricName.BLEU_1,
          MetricName.BLEU_2,
          MetricName.BLEU_3,
          MetricName.BLEU_4,
          MetricName.GLEU,
          MetricName.ROUGE_1,
          MetricName.ROUGE_2,
          MetricName.ROUGE_L);

  private static final int TRIALS = 2000;

  private final Options options;
  private final CommandContext context;
  private final Teachers teachers;
  private final InOrder order;

  /**
   * How it is done.
   *
   * @param sampling of the answers
   * @param tokens by which texts are cut
   * @param probe questions of the judge's probe; 0: none
   * @param unit what lengths are counted in
   * @param penalty for answers longer than their reference
   * @param judge how the judge is asked
   * @param prompt what it is told
   */
  public record Options(
      ChatSampling sampling,
      TokenChoice.Words tokens,
      int probe,
      LengthUnit unit,
      LengthPenalty penalty,
      JudgeOptions judge,
      PromptTemplate prompt) {}

  /** What came out. */
  public record Outcome(String report, ArmComparison comparison, SpendingReceipt receipt) {}

  public ArmEvaluation(Options options, CommandContext context, Teachers teachers) {
    this.options = options;
    this.context = context;
    this.teachers = teachers;
    this.order = new InOrder(AT_ONCE, context.stop()::stopRequested);
  }

  /** Runs it and writes answers, grades and the page into the run folder. */
  public Result run(List<Arm> arms, List<AnsweredQuestion> given, Seeds seeds) {
    List<AnsweredQuestion> questions = named(given);
    List<TextMetric> metrics = metrics(questions);
    List<ArmAnswers> answers = new ArrayList<>();
    for (Arm arm : arms) {
      Progress progress = context.progress("answer", questions.size(), "questions");
      answers.add(
          ArmAnswers.ask(
              arm, teachers.model(arm.model()), questions, options.sampling(), order, progress));
      progress.close();
      List<Arm> later = arms.subList(answers.size(), arms.size());
      if (later.stream().noneMatch(next -> next.model().equals(arm.model()))) {
        teachers.release(arm.model());
      }
    }
    int[] common = ArmComparison.common(answers);
    if (common.length == 0) {
      throw new FailedException(
          "no question was answered by every arm, so nothing can be compared; the answers' outcomes: %s"
              .formatted(answers.stream().map(a -> a.arm().label() + " " + a.outcomes()).toList()));
    }
    Judge judge =
        Judge.ofAnswers(teachers.models().getFirst(), options.judge(), options.prompt(), seeds);
    Probe probe = probe(judge, questions, seeds);
    List<Judged> judged =
        answers.stream().map(arm -> new Judged(arm, grades(arm, common, judge))).toList();
    ArmComparison found =
        ArmComparison.of(
            judged,
            common,
            metrics,
            new SystemScores(Bootstrap.DEFAULT, new RandomizationTest(TRIALS), seeds),
            judge.rubric().dimensions(),
            probe);
    judged.forEach(arm -> write(arm, common));
    var page = context.run().path().resolve("report.html");
    ArmPage.of(found, answers).write(page);
    SpendingReceipt receipt = teachers.receipt();
    return new Result(
        new Outcome(page.toString(), found, receipt),
        "%s\n\n%s\nreport: %s".formatted(ArmPage.text(found), receipt.text(), page));
  }

  /** Rows without an id are called by their number. */
  private static List<AnsweredQuestion> named(List<AnsweredQuestion> questions) {
    return IntStream.range(0, questions.size())
        .mapToObj(
            i -> {
              AnsweredQuestion each = questions.get(i);
              return each.id().isEmpty() ? each.named("row-%d".formatted(i + 1)) : each;
            })
        .toList();
  }

  private List<TextMetric> metrics(List<AnsweredQuestion> questions) {
    TokenChoice choice =
        options
            .tokens()
            .resolve(
                questions.stream()
                    .map(q -> new References(q.id(), "", List.of(q.answer())))
                    .toList());
    choice.warnings().forEach(context.console()::warn);
    return METRICS.stream().map(name -> name.metric(choice.choices("1"))).toList();
  }

  private Probe probe(Judge judge, List<AnsweredQuestion> questions, Seeds seeds) {
    if (options.probe() < JudgeProbe.FEWEST || questions.size() < JudgeProbe.FEWEST) {
      return Probe.of(
          null,
          "Whether the judge can be trusted was not measured: its probe needs at least %d questions."
              .formatted(JudgeProbe.FEWEST));
    }
    List<HumanPair> people =
        questions.stream().map(q -> new HumanPair(q.id(), q.question(), q.answer())).toList();
    ProbeResult result = new JudgeProbe(people, options.probe(), seeds).run(judge, order);
    if (result.standing() != ProbeResult.Standing.ABOVE_CHANCE) {
      context.console().warn(result.sentence());
    }
    return Probe.of(result, "");
  }

  private ArmGrades grades(ArmAnswers arm, int[] common, Judge judge) {
    Progress progress = context.progress("judge " + arm.arm().label(), common.length, "answers");
    ArmGrades grades =
        ArmGrades.of(arm.at(common), judge, options.penalty(), options.unit(), order, progress);
    progress.close();
    return grades;
  }

  /** All answers of an arm, those that were compared with grade and penalty. */
  private void write(Judged arm, int[] common) {
    String name = arm.answers().arm().label().replaceAll("[^\\p{L}\\p{N}]+", "-");
    Map<Integer, Integer> graded = new LinkedHashMap<>();
    IntStream.range(0, common.length).forEach(i -> graded.put(common[i], i));
    try (JsonLinesWriter rows =
        JsonLinesWriter.create(context.run().path().resolve("answers-%s.jsonl".formatted(name)))) {
      for (int i = 0; i < arm.answers().answers().size(); i++) {
        rows.write(row(arm.answers().answers().get(i), arm.grades(), graded.get(i)));
      }
    }
  }

  private static Map<String, ?> row(ArmAnswer answer, ArmGrades grades, @Nullable Integer place) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", answer.id());
    row.put("question", answer.question());
    row.put("reference", answer.reference());
    row.put("answer", answer.answer());
    row.put("outcome", answer.outcome());
    Optional.ofNullable(place)
        .ifPresent(
            at -> {
              row.put("status", grades.gradings().get(at).status());
              grades.gradings().get(at).comprehensive().ifPresent(g -> row.put("judge", g));
              row.put("penalty", grades.penalties()[at]);
              row.put("reasoning", grades.gradings().get(at).reasoning());
            });
    return row;
  }
}
