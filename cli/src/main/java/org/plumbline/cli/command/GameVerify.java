package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.game.GameText;
import org.plumbline.cli.game.GroupOptions;
import org.plumbline.cli.game.GroupScorers;
import org.plumbline.cli.game.Ledger;
import org.plumbline.cli.game.LedgerCheck;
import org.plumbline.cli.game.LedgerRound;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.options.Option;
import org.plumbline.core.score.Aggregator;

/** {@code plumb game verify}: computes a ledger again. */
public final class GameVerify implements Command<GameVerify.Options> {

  /** What is verified. */
  public record Options(
      @Option(value = "a ledger, or a run of 'plumb game play'", required = true) String ledger,
      @Option("only this group's payments are shown; all is checked") String group,
      @Option("the group's own reward models, to score the texts of the last round again")
          List<String> rewardModel,
      @Option("how an ensemble's scores become one") Aggregator aggregate) {
    public Options {
      rewardModel = List.copyOf(rewardModel);
      require(
          rewardModel.isEmpty() || !group.isEmpty(),
          "reward-model scores for one group, so give --group too");
    }
  }

  /** Reward models compute in single precision, in other orders on other machines. */
  private static final double SCORE_ROUNDING = 1e-3;

  /** A ledger that agrees with itself. */
  public record Verified(int rounds, String hash, List<Bill> bills) {}

  /** One payment, computed again. */
  public record Bill(int round, String group, @Nullable Double payment) {}

  @Override
  public Options defaults() {
    return new Options("", "", List.of(), Aggregator.parse("mean"));
  }

  @Override
  public List<String> positional() {
    return List.of("ledger");
  }

  @Override
  public List<String> examples() {
    return List.of("runs/game", "ledger.json --group clinics --json");
  }

  /** The scores that the ledger says the group gave are those that its own models give. */
  private static void requireScores(Options options, LedgerRound round, CommandContext context) {
    require(
        round.terms().kind() != LedgerRound.Kind.LISTED,
        "a game over listed outcomes has no texts to be scored; leave --reward-model out");
    LedgerRound.Report report =
        round.reports().stream()
            .filter(each -> each.name().equals(options.group()))
            .findFirst()
            .orElseThrow();
    GroupOptions group =
        new GroupOptions(
            report.name(),
            report.size(),
            List.of(),
            options.rewardModel(),
            options.aggregate(),
            OptionalDouble.empty(),
            0);
    double worst = 0;
    try (GroupScorers scorers = GroupScorers.open(List.of(group), context.sources())) {
      for (int x = 0; x < round.prompts().size(); x++) {
        LedgerRound.PromptRow row = round.prompts().get(x);
        double[] scores =
            scorers
                .scorers()
                .getFirst()
                .score(
                    row.outcomes().stream().map(text -> new Exchange(row.prompt(), text)).toList());
        for (int k = 0; k < scores.length; k++) {
          worst = Math.max(worst, Math.abs(scores[k] - report.scores()[x][k]));
        }
      }
    }
    if (!(worst <= SCORE_ROUNDING)) {
      throw new FailedException(
          "the scores of '%s' in the ledger are not those of the given reward models: they differ by up to %.3g"
              .formatted(options.group(), worst));
    }
  }

  private static void requireKnown(String group, Ledger ledger) {
    List<String> names =
        ledger.rounds().stream()
            .flatMap(entry -> entry.round().reports().stream())
            .map(LedgerRound.Report::name)
            .distinct()
            .toList();
    require(
        group.isEmpty() || names.contains(group),
        "there is no group '%s' in the ledger; %s",
        group,
        Nearest.hint(group, names));
  }

  @Override
  public void run(Options options, CommandContext context) {
    Ledger ledger = Ledger.read(Path.of(options.ledger()));
    requireKnown(options.group(), ledger);
    LedgerCheck check = LedgerCheck.of(ledger);
    if (!check.differences().isEmpty()) {
      throw new FailedException(
          "the ledger '%s' does not agree with what follows from it:%n  %s"
              .formatted(
                  options.ledger(),
                  String.join(System.lineSeparator() + "  ", check.differences())));
    }
    if (!options.rewardModel().isEmpty()) {
      requireScores(options, check.recomputed().getLast(), context);
    }
    List<Bill> bills = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("round", "group", "payment"));
    for (LedgerRound round : check.recomputed()) {
      for (LedgerRound.Bill bill : round.bills()) {
        if (options.group().isEmpty() || options.group().equals(bill.group())) {
          bills.add(new Bill(round.round(), bill.group(), bill.payment()));
          rows.add(
              List.of(
                  String.valueOf(round.round()),
                  bill.group(),
                  bill.refused() == null ? GameText.number(bill.payment()) : "refused"));
        }
      }
    }
    context
        .console()
        .result(
            new Verified(ledger.rounds().size(), ledger.lastHash(), bills),
            "%s%nall numbers of %s follow from what the groups reported; hash %s"
                .formatted(
                    GameText.table(rows),
                    ledger.rounds().size() == 1
                        ? "the round"
                        : "all %d rounds".formatted(ledger.rounds().size()),
                    ledger.lastHash()));
  }
}
