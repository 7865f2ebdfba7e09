package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.List;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.game.LedgerRound;
import org.plumbline.cli.game.OutcomePage;
import org.plumbline.core.options.Option;

/** {@code plumb game show}: a round as a page of pictures. */
public final class GameShow implements StageCommand<GameShow.Options> {

  /** What is shown. */
  public record Options(
      @Option(value = "a game of listed outcomes, a ledger, or a run", required = true) String game,
      @Option("the round; 0: the last") int round) {}

  /** Where the page is, and what it says first. */
  public record Outcome(String file, List<String> verdict) {}

  @Override
  public Options defaults() {
    return new Options("", 0);
  }

  @Override
  public List<String> positional() {
    return List.of("game");
  }

  @Override
  public List<String> examples() {
    return List.of("runs/game --out runs/show", "ledger.json --round 1 --out runs/show-1");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    LedgerRound round = GameRounds.find(options.game(), options.round(), context);
    return Plan.empty().with("round", "%d of %s", round.round(), round.terms().name());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    LedgerRound round = GameRounds.find(options.game(), options.round(), context);
    Path file = context.run().report();
    OutcomePage.of(round).write(file);
    List<String> verdict = OutcomePage.headline(round);
    return new Result(
        new Outcome(file.toString(), verdict), String.join("\n", verdict) + "\nreport: " + file);
  }
}
