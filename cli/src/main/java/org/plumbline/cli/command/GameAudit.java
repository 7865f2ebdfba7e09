package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.List;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.game.AuditedGame;
import org.plumbline.cli.game.GameAuditReport;
import org.plumbline.cli.game.GamePages;
import org.plumbline.cli.game.LedgerRound;
import org.plumbline.core.options.Option;

/** {@code plumb game audit}: what lies would have won in a round that was played. */
public final class GameAudit implements StageCommand<GameAudit.Options> {

  /** What is audited, and how hard. */
  public record Options(
      @Option(value = "a game of listed outcomes, a ledger, or a run", required = true) String game,
      @Option("the round; 0: the last") int round,
      @Option("random reports that are tried for each group") int randomLies) {
    public Options {
      require(randomLies >= 0, "random-lies must not be negative (got %d)", randomLies);
    }
  }

  /** What was found, and where it is shown. */
  public record Outcome(
      String file, List<String> verdict, double largestGain, GameAuditReport audit) {}

  @Override
  public Options defaults() {
    return new Options("", 0, 200);
  }

  @Override
  public List<String> positional() {
    return List.of("game");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "game.yaml --out runs/audit", "runs/game --random-lies 2000 --seed 7 --out runs/audit-7");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    LedgerRound round = GameRounds.find(options.game(), options.round(), context);
    return Plan.empty()
        .with("round", "%d of %s", round.round(), round.terms().name())
        .with("groups", "%d", round.reports().size())
        .with("random lies", "%,d for each", options.randomLies());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    LedgerRound round = GameRounds.find(options.game(), options.round(), context);
    GameAuditReport audit =
        GameAuditReport.of(
            new AuditedGame(round), options.randomLies(), context.seeds().child("audit"));
    Path file = context.run().report();
    GamePages.audit(round, audit).write(file);
    List<String> verdict = GamePages.headline(round, audit);
    return new Result(
        new Outcome(file.toString(), verdict, audit.largestGain(), audit),
        String.join("\n", verdict) + "\nreport: " + file);
  }
}
