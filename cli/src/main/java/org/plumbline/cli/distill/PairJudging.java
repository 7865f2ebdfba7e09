package org.plumbline.cli.distill;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.distill.JudgeFacts.ProbeLine;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.frame.Result;
import org.plumbline.core.data.AnsweredQuestion;
import org.plumbline.core.data.JsonLinesWriter;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.HypothesisTest;
import org.plumbline.distill.budget.SpendingReceipt;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.judge.JudgeOptions;
import org.plumbline.distill.judge.JudgeProbe;
import org.plumbline.distill.judge.PairItem;
import org.plumbline.distill.judge.PairJudge;
import org.plumbline.distill.judge.PairProbe;
import org.plumbline.distill.judge.PairVerdict;
import org.plumbline.distill.judge.PairVerdict.Winner;
import org.plumbline.distill.judge.PositionBias;
import org.plumbline.distill.judge.ProbeKind;
import org.plumbline.distill.judge.ProbeResult;
import org.plumbline.distill.llm.ChatModel;
import org.plumbline.distill.llm.InOrder;

/** Compares the answers of two files, joined by their ids. */
public final class PairJudging {
  private static final ProbeResult.Count NONE = new ProbeResult.Count(0, 0, 0, 0);

  private final CommandContext context;
  private final PairJudge judge;
  private final int probe;
  private final double mostUnreadable;
  private final InOrder order;

  /**
   * What came out.
   *
   * @param first wins of the first file
   * @param second wins of the second file
   * @param alone ids that stand in one of the files only, and were left out
   * @param low lower end of the exact 95 % interval of the first file's share of the wins
   * @param p of the exact sign test on wins; null if there are none
   */
  public record Outcome(
      String file,
      int pairs,
      long first,
      long ties,
      long second,
      long missing,
      int alone,
      double low,
      double high,
      @Nullable Double p,
      PositionBias position,
      List<ProbeLine> probe,
      SpendingReceipt receipt) {}

  /** Work for one command. */
  public PairJudging(
      CommandContext context,
      ChatModel model,
      JudgeOptions options,
      int probe,
      double mostUnreadable) {
    this.context = context;
    this.judge = new PairJudge(model, options, context.seeds());
    this.probe = probe;
    this.mostUnreadable = mostUnreadable;
    this.order = new InOrder(AnswerJudging.AT_ONCE, context.stop()::stopRequested);
  }

  /** Compares all of it. */
  public Result run(
      List<AnsweredQuestion> first, List<AnsweredQuestion> second, Teachers teachers) {
    Map<String, AnsweredQuestion> others = byId(second);
    List<PairItem> items =
        byId(first).values().stream()
            .filter(answer -> others.containsKey(answer.id()))
            .map(answer -> pair(answer, others.getOrDefault(answer.id(), answer)))
            .toList();
    require(
        !items.isEmpty(),
        "the two files must have ids in common (%d and %d rows, none in both); give each row an 'id'",
        first.size(),
        second.size());
    List<ProbeLine> probed = probe(AnswerJudging.people(first));
    List<PairVerdict> verdicts = compare(items);
    int alone = first.size() + second.size() - 2 * items.size();
    Outcome outcome = outcome(verdicts, alone, probed, teachers.receipt());
    return new Result(outcome, text(outcome));
  }

  private static PairItem pair(AnsweredQuestion first, AnsweredQuestion second) {
    require(
        first.question().strip().equals(second.question().strip()),
        "item '%s' asks another question in each file; join files of the same questions",
        first.id());
    return new PairItem(
        first.id(), first.question(), first.reference(), first.answer(), second.answer());
  }

  private static Map<String, AnsweredQuestion> byId(List<AnsweredQuestion> answers) {
    return answers.stream()
        .collect(
            Collectors.toMap(
                AnsweredQuestion::id,
                Function.identity(),
                (a, b) -> {
                  throw new InvalidInputException(
                      "pairs are joined by id, but '%s' stands twice in one file; keep one of them"
                          .formatted(a.id()));
                },
                LinkedHashMap::new));
  }

  private List<ProbeLine> probe(List<HumanPair> people) {
    if (probe < JudgeProbe.FEWEST || people.size() < JudgeProbe.FEWEST) {
      context
          .console()
          .warn(
              "whether the judge can be used is not measured: a probe needs at least %d questions with a reference (%d are there, --probe is %d)"
                  .formatted(JudgeProbe.FEWEST, people.size(), probe));
      return List.of();
    }
    PairProbe result = PairProbe.of(new JudgeProbe(people, probe, context.seeds()), judge, order);
    List<ProbeLine> lines = new ArrayList<>();
    for (ProbeKind kind : ProbeKind.values()) {
      ProbeResult.Count count = result.counts().getOrDefault(kind, NONE);
      lines.add(ProbeLine.of(kind.label(), count));
      if (count.standing() != ProbeResult.Standing.ABOVE_CHANCE) {
        context
            .console()
            .warn(
                "the judge is not above chance at '%s': %s"
                    .formatted(kind.label(), count.sentence()));
      }
    }
    return lines;
  }

  private List<PairVerdict> compare(List<PairItem> items) {
    List<PairVerdict> verdicts = new ArrayList<>();
    Progress progress = context.progress("judge", items.size(), "pairs");
    try (JsonLinesWriter rows =
        JsonLinesWriter.create(context.run().path().resolve("judgements.jsonl"))) {
      order.run(
          items.iterator(),
          judge::compare,
          verdict -> {
            verdicts.add(verdict);
            rows.write(row(verdict));
            requireReadable(verdicts);
            progress.at(verdicts.size(), "");
          });
      rows.finish();
    }
    return verdicts;
  }

  private void requireReadable(List<PairVerdict> verdicts) {
    long missing = verdicts.stream().filter(v -> v.winner() == Winner.MISSING).count();
    if (verdicts.size() >= AnswerJudging.FEWEST_JUDGEMENTS
        && missing > mostUnreadable * verdicts.size()) {
      throw new FailedException(
          "%d of %d pairs have no verdict; look at them in judgements.jsonl, take another judge or a higher --max-tokens, or raise --most-unreadable"
              .formatted(missing, verdicts.size()));
    }
  }

  private static Map<String, Object> row(PairVerdict verdict) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", verdict.item().id());
    row.put("winner", word(verdict.winner()));
    row.put(
        "rounds",
        verdict.rounds().stream()
            .map(
                round -> {
                  Map<String, String> places = new LinkedHashMap<>();
                  places.put("straight", word(round.straight()));
                  places.put("swapped", word(round.swapped()));
                  places.put("winner", word(round.winner()));
                  return places;
                })
            .toList());
    row.put("reasoning", verdict.rounds().getFirst().reasoning());
    return row;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private Outcome outcome(
      List<PairVerdict> verdicts, int alone, List<ProbeLine> probed, SpendingReceipt receipt) {
    Map<Winner, Long> counts =
        verdicts.stream()
            .collect(Collectors.groupingBy(PairVerdict::winner, Collectors.counting()));
    long first = counts.getOrDefault(Winner.FIRST, 0L);
    long second = counts.getOrDefault(Winner.SECOND, 0L);
    boolean decided = first + second > 0;
    Estimate share = decided ? Estimate.exactShare(first, first + second, 0.95) : null;
    return new Outcome(
        context.run().path().resolve("judgements.jsonl").toString(),
        verdicts.size(),
        first,
        counts.getOrDefault(Winner.TIE, 0L),
        second,
        counts.getOrDefault(Winner.MISSING, 0L),
        alone,
        share == null ? 0 : share.low(),
        share == null ? 1 : share.high(),
        decided ? HypothesisTest.sign(first, second).p() : null,
        PositionBias.of(verdicts),
        probed,
        receipt);
  }

  private static String text(Outcome outcome) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "the first file won %d, the second %d, tied %d, missing %d of %d pairs"
            .formatted(
                outcome.first(),
                outcome.second(),
                outcome.ties(),
                outcome.missing(),
                outcome.pairs()));
    if (outcome.p() != null) {
      lines.add(
          String.format(
              Locale.ROOT,
              "share of the first among the wins: exact 95 %% interval %.2f to %.2f, sign test p = %.3g",
              outcome.low(),
              outcome.high(),
              outcome.p()));
    }
    if (outcome.alone() > 0) {
      lines.add("%d rows stand in one file only and were left out".formatted(outcome.alone()));
    }
    lines.add(outcome.position().sentence());
    outcome
        .probe()
        .forEach(
            line ->
                lines.add(
                    "probe, %s: %s; %s"
                        .formatted(line.kind(), line.count().sentence(), line.standing())));
    lines.add(outcome.receipt().text());
    lines.add("judgements: " + outcome.file());
    return String.join("\n", lines);
  }
}
