package org.plumbline.cli.distill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.distill.JudgeFacts.Mean;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.game.GameText;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.core.data.JsonLinesWriter;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.stats.Bootstrap;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.judge.Dimension;
import org.plumbline.distill.judge.Grading;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.judge.Judge;
import org.plumbline.distill.judge.JudgeProbe;
import org.plumbline.distill.judge.JudgedAnswer;
import org.plumbline.distill.judge.LabelAgreement;
import org.plumbline.distill.judge.LengthBias;
import org.plumbline.distill.judge.LengthPenalty;
import org.plumbline.distill.judge.LengthUnit;
import org.plumbline.distill.judge.ParseRate;
import org.plumbline.distill.judge.ProbeResult;
import org.plumbline.distill.llm.InOrder;

/** Grades every answer of a file, writes a row for each, and says how far to trust the grades. */
public final class AnswerJudging {
  /** Answers that are worked on at once; how many are asked at a time is each endpoint's limit. */
  static final int AT_ONCE = 128;

  /** Fewer judgements say nothing about a rate. */
  static final int FEWEST_JUDGEMENTS = 20;

  private final CommandContext context;
  private final Judge judge;
  private final Limits limits;
  private final InOrder order;

  /**
   * What else the command says.
   *
   * @param probe questions of the probe; 0: none
   * @param mostUnreadable share of judgements without a grade at which the run stops
   * @param length what lengths are counted in
   * @param alpha of Equation 1
   */
  public record Limits(int probe, double mostUnreadable, LengthUnit length, double alpha) {}

  /**
   * What came out.
   *
   * @param means by what was graded, {@code comprehensive} and {@code score} (less the penalty) too
   */
  public record Outcome(
      String file,
      int answers,
      Map<String, Mean> means,
      JudgeFacts judge,
      SpendingReceipt receipt) {}

  /** Work for one command. */
  public AnswerJudging(CommandContext context, Judge judge, Limits limits) {
    this.context = context;
    this.judge = judge;
    this.limits = limits;
    this.order = new InOrder(AT_ONCE, context.stop()::stopRequested);
  }

  /** The questions to which a person's answer is known, each once. */
  public static List<HumanPair> people(List<AnsweredQuestion> answers) {
    Map<String, HumanPair> pairs = new LinkedHashMap<>();
    for (AnsweredQuestion answer : answers) {
      if (!answer.reference().isBlank()) {
        pairs.putIfAbsent(
            answer.id(), new HumanPair(answer.id(), answer.question(), answer.reference()));
      }
    }
    return List.copyOf(pairs.values());
  }

  /** Judges all of it. */
  public Result run(List<AnsweredQuestion> answers, Teachers teachers) {
    Optional<ProbeResult> probe = probe(people(answers));
    List<Grading> gradings = grade(answers);
    ParseRate parsing = ParseRate.of(gradings.stream());
    LengthBias length = LengthBias.of(gradings, limits.length(), probe);
    Optional<LabelAgreement> labels = labels(answers, gradings);
    Outcome outcome =
        new Outcome(
            context.run().path().resolve("judgements.jsonl").toString(),
            answers.size(),
            means(gradings),
            JudgeFacts.of(parsing, probe, length, labels),
            teachers.receipt());
    List<String> said = new ArrayList<>(List.of(parsing.sentence(), length.sentence()));
    labels.ifPresent(agreement -> said.add(agreement.sentence()));
    said.add(probe.map(ProbeResult::sentence).orElse("The judge was not probed."));
    return new Result(outcome, text(outcome, said));
  }

  private Optional<ProbeResult> probe(List<HumanPair> people) {
    if (limits.probe() < JudgeProbe.FEWEST || people.size() < JudgeProbe.FEWEST) {
      context
          .console()
          .warn(
              "whether the judge can be used is not measured: a probe needs at least %d questions with a reference (%d are there, --probe is %d)"
                  .formatted(JudgeProbe.FEWEST, people.size(), limits.probe()));
      return Optional.empty();
    }
    JudgeProbe probe = new JudgeProbe(people, limits.probe(), context.seeds());
    context.console().say("probe: %d questions, %d answers", probe.items(), probe.gradings());
    ProbeResult result = probe.run(judge, order);
    if (result.standing() != ProbeResult.Standing.ABOVE_CHANCE) {
      context.console().warn(result.sentence());
    }
    return Optional.of(result);
  }

  private List<Grading> grade(List<AnsweredQuestion> answers) {
    List<Grading> gradings = new ArrayList<>();
    Progress progress = context.progress("judge", answers.size(), "answers");
    try (JsonLinesWriter rows =
        JsonLinesWriter.create(context.run().path().resolve("judgements.jsonl"))) {
      order.run(
          answers.iterator(),
          answer ->
              judge.grade(
                  new JudgedAnswer(
                      answer.id(), answer.question(), answer.reference(), answer.answer())),
          grading -> {
            gradings.add(grading);
            rows.write(row(grading));
            requireReadable(ParseRate.of(gradings.stream()), limits.mostUnreadable());
            progress.at(gradings.size(), "");
          });
      rows.finish();
    }
    return gradings;
  }

  /** Stops before more is paid for judgements that nobody can read. */
  static void requireReadable(ParseRate rate, double most) {
    if (rate.judgements() >= FEWEST_JUDGEMENTS && 1 - rate.rate() > most) {
      throw new FailedException(
          "more than %.0f %% of the judgements have no grade: %s Look at them in judgements.jsonl, take another judge or a higher --max-tokens, or raise --most-unreadable"
              .formatted(100 * most, rate.sentence()));
    }
  }

  private Map<String, Object> row(Grading grading) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", grading.answer().id());
    row.put("status", grading.status());
    grading.comprehensive().ifPresent(grade -> row.put("comprehensive", grade));
    for (Dimension dimension : judge.rubric().dimensions()) {
      grading.dimension(dimension.key()).ifPresent(grade -> row.put(dimension.key(), grade));
    }
    int reference = limits.length().of(grading.answer().reference());
    if (reference > 0) {
      int length = limits.length().of(grading.answer().answer());
      row.put("length_ratio", LengthPenalty.ratio(length, reference));
      score(grading).ifPresent(score -> row.put("score", score));
    }
    row.put("reasoning", grading.reasoning());
    return row;
  }

  private Optional<Double> score(Grading grading) {
    int reference = limits.length().of(grading.answer().reference());
    return grading.comprehensive().isEmpty() || reference == 0
        ? Optional.empty()
        : Optional.of(
            new LengthPenalty(limits.alpha())
                .score(
                    grading.comprehensive().getAsDouble(),
                    limits.length().of(grading.answer().answer()),
                    reference));
  }

  private Map<String, Mean> means(List<Grading> gradings) {
    Map<String, Mean> means = new LinkedHashMap<>();
    judge
        .rubric()
        .dimensions()
        .forEach(
            d ->
                mean(gradings, d.key(), g -> boxed(g.dimension(d.key())))
                    .ifPresent(mean -> means.put(d.key(), mean)));
    mean(gradings, "comprehensive", g -> boxed(g.comprehensive()))
        .ifPresent(mean -> means.put("comprehensive", mean));
    mean(gradings, "score", this::score).ifPresent(mean -> means.put("score", mean));
    return means;
  }

  /** Answers to one question are drawn together. */
  private Optional<Mean> mean(
      List<Grading> gradings, String name, Function<Grading, Optional<Double>> part) {
    Map<String, List<Double>> byItem =
        gradings.stream()
            .filter(grading -> part.apply(grading).isPresent())
            .collect(
                Collectors.groupingBy(
                    grading -> grading.answer().id(),
                    LinkedHashMap::new,
                    Collectors.mapping(g -> part.apply(g).orElseThrow(), Collectors.toList())));
    List<double[]> clusters =
        byItem.values().stream()
            .map(list -> list.stream().mapToDouble(Double::doubleValue).toArray())
            .toList();
    return clusters.isEmpty()
        ? Optional.empty()
        : clusters.size() == 1
            ? Optional.of(
                new Mean(Arrays.stream(clusters.getFirst()).average().orElseThrow(), null, null, 1))
            : Optional.of(
                Mean.of(
                    Bootstrap.DEFAULT.clusteredMean(
                        clusters, context.seeds().child("interval").stream(name))));
  }

  private static Optional<Double> boxed(java.util.OptionalDouble value) {
    return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
  }

  private static Optional<LabelAgreement> labels(
      List<AnsweredQuestion> answers, List<Grading> gradings) {
    int[] both =
        IntStream.range(0, answers.size())
            .filter(
                i ->
                    answers.get(i).label().isPresent()
                        && gradings.get(i).comprehensive().isPresent())
            .toArray();
    return both.length < 2
        ? Optional.empty()
        : Optional.of(
            LabelAgreement.of(
                Arrays.stream(both)
                    .mapToDouble(i -> gradings.get(i).comprehensive().orElseThrow())
                    .toArray(),
                Arrays.stream(both)
                    .mapToDouble(i -> answers.get(i).label().orElseThrow())
                    .toArray()));
  }

  private static String text(Outcome outcome, List<String> said) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("graded", "mean", "95 %", "items"));
    outcome
        .means()
        .forEach(
            (name, mean) ->
                rows.add(
                    List.of(
                        name,
                        number(mean.value()),
                        number(mean.low()) + " to " + number(mean.high()),
                        "" + mean.items())));
    List<String> lines = new ArrayList<>(List.of(GameText.table(rows), ""));
    lines.addAll(said);
    outcome
        .judge()
        .probe()
        .forEach(line -> lines.add("  %s: %s".formatted(line.kind(), line.count().sentence())));
    lines.add(outcome.receipt().text());
    lines.add("judgements: " + outcome.file());
    return String.join("\n", lines);
  }

  private static String number(@Nullable Double value) {
    return value == null ? "?" : String.format(Locale.ROOT, "%.2f", value);
  }
}
