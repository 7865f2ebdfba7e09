package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.game.GameText;
import org.plumbline.cli.game.Ledger;
import org.plumbline.cli.game.LedgerCheck;
import org.plumbline.cli.game.LedgerRound;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.options.Option;

/** {@code plumb game verify}: computes a ledger again. */
public final class GameVerify implements Command<GameVerify.Options> {

  /** What is verified. */
  public record Options(
      @Option(value = "a ledger, or a run of 'plumb game play'", required = true) String ledger,
      @Option("only this group's payments are shown; all is checked") String group) {}

  /** A ledger that agrees with itself. */
  public record Verified(int rounds, String hash, List<Bill> bills) {}

  /** One payment, computed again. */
  public record Bill(int round, String group, @Nullable Double payment) {}

  @Override
  public Options defaults() {
    return new Options("", "");
  }

  @Override
  public List<String> positional() {
    return List.of("ledger");
  }

  @Override
  public List<String> examples() {
    return List.of("runs/game", "ledger.json --group clinics --json");
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
