package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Version;
import org.plumbline.cli.game.GameFile;
import org.plumbline.cli.game.Ledger;
import org.plumbline.cli.game.LedgerRound;
import org.plumbline.cli.game.RoundInputs;
import org.plumbline.core.run.ContentHash;

/** Finds the round that words mean. */
final class GameRounds {
  private GameRounds() {}

  /**
   * The round of this number in a ledger, the last for 0; of a game's file the round that it makes.
   */
  static LedgerRound find(String word, int number, CommandContext context) {
    return word.matches(".*\\.ya?ml") ? played(word, context) : ofLedger(word, number);
  }

  private static LedgerRound played(String word, CommandContext context) {
    GameFile game = GameFile.read(Path.of(word));
    require(
        !game.options().overTexts(),
        "the texts of '%s' must be written and scored first: play it, and give its run folder",
        word);
    Map<String, String> inputs = Map.of(word, ContentHash.of(Path.of(word)).hex());
    return new RoundInputs(game, name(game, word), Ledger.empty())
        .listed(new LedgerRound.Provenance(context.common().seed(), Version.all(), inputs));
  }

  /** What a game is called: as it says, or as its file. */
  static String name(GameFile game, String word) {
    return game.options().name().isEmpty()
        ? String.valueOf(Path.of(word).getFileName()).replaceFirst("\\.ya?ml$", "")
        : game.options().name();
  }

  private static LedgerRound ofLedger(String word, int number) {
    List<Ledger.Entry> rounds = Ledger.read(Path.of(word)).rounds();
    require(!rounds.isEmpty(), "the ledger '%s' holds no round; play one", word);
    require(
        number >= 0 && number <= rounds.size(),
        "round must be between 1 and %d, or 0 for the last (got %d)",
        rounds.size(),
        number);
    return rounds.get(number == 0 ? rounds.size() - 1 : number - 1).round();
  }
}
