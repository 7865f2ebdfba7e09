package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.policy.Policy;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.frame.Version;
import org.plumbline.cli.game.GameFile;
import org.plumbline.cli.game.GameOptions;
import org.plumbline.cli.game.GameText;
import org.plumbline.cli.game.GroupOptions;
import org.plumbline.cli.game.GroupScorers;
import org.plumbline.cli.game.Ledger;
import org.plumbline.cli.game.LedgerRound;
import org.plumbline.cli.game.RoundInputs;
import org.plumbline.cli.game.ScoredTexts;
import org.plumbline.cli.game.TrainedGame;
import org.plumbline.cli.source.ModelChats;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.hub.HubCache;
import org.plumbline.core.options.Option;
import org.plumbline.core.run.ContentHash;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.Tokenizer;

/** {@code plumb game play}: a mechanism's outcome, utilities and payments, with a ledger. */
public final class GamePlay implements StageCommand<GamePlay.Options> {
  /** What is played. */
  public record Options(
      @Option(value = "the game: terms and reports, YAML", required = true) String game,
      @Option("the ledger that this round follows: a file, or a run of 'plumb game play'")
          String after) {}

  /** What came out, and where all of it stands. */
  public record Outcome(
      String ledger,
      int round,
      double welfare,
      double divergence,
      List<LedgerRound.Bill> bills,
      List<TrainedGame.Variant> variants) {}

  /** A round and, for a trained policy, payments in other ways. */
  private record Played(LedgerRound round, double gap, List<TrainedGame.Variant> variants) {}

  @Override
  public Options defaults() {
    return new Options("", "");
  }

  @Override
  public List<String> positional() {
    return List.of("game");
  }

  @Override
  public List<String> examples() {
    return List.of("game.yaml --out runs/game", "game.yaml --after runs/game --out runs/round-2");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    GameFile game = GameFile.read(Path.of(options.game()));
    Plan plan =
        Plan.empty()
            .with("groups", "%d", game.groups().size())
            .with("lambda", "%s", game.options().lambda());
    if (!game.options().overTexts()) {
      return plan.with("outcomes", "%d, listed", game.groups().getFirst().reward().size());
    }
    GameOptions.Texts texts = game.options().texts();
    ModelFolder folder = context.sources().model(texts.policy());
    int prompts;
    try (ModelChats chats = ModelChats.of(folder)) {
      prompts = prompts(texts, context, chats).size();
    }
    return plan.with("initial policy", "%s", folder.name())
        .with("prompts", "%,d", prompts)
        .with("texts", "%,d, each scored by every group", prompts * texts.samples())
        .with("outcome", "%s", texts.training().outcome());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    GameFile game = GameFile.read(Path.of(options.game()));
    Ledger before =
        options.after().isEmpty() ? Ledger.empty() : Ledger.read(Path.of(options.after()));
    RoundInputs inputs = new RoundInputs(game, GameRounds.name(game, options.game()), before);
    LedgerRound.Provenance provenance =
        new LedgerRound.Provenance(context.common().seed(), Version.all(), hashes(options, game));
    Played played =
        game.options().overTexts()
            ? texts(inputs, provenance, context)
            : new Played(inputs.listed(provenance), 0, List.of());
    Path file = context.run().path().resolve(Ledger.FILE);
    before.with(played.round()).write(file);
    keepGame(options, context);
    LedgerRound round = played.round();
    return new Result(
        new Outcome(
            file.toString(),
            round.round(),
            round.outcome().welfare(),
            round.outcome().divergence(),
            round.bills(),
            played.variants()),
        GameText.of(round) + variants(played.gap(), played.variants()) + "\nledger: " + file);
  }

  private static Played texts(
      RoundInputs inputs, LedgerRound.Provenance provenance, CommandContext context) {
    GameOptions.Texts texts = inputs.game().options().texts();
    ModelFolder folder = context.sources().model(texts.policy());
    try (ModelChats chats = ModelChats.of(folder);
        Tokenizer tokenizer = folder.tokenizer();
        CausalLm lm = folder.causalLm();
        GroupScorers scorers = GroupScorers.open(inputs.game().groups(), context.sources())) {
      List<Prompt> prompts = prompts(texts, context, chats);
      scorers.readAs(chats.form());
      Policy policy = new Policy(lm, Rl.encoder(tokenizer, lm, chats.form()));
      policy.requireRoom(prompts, texts.maxNewTokens());
      return switch (texts.training().outcome()) {
        case CANDIDATES -> {
          ScoredTexts scored =
              ScoredTexts.candidates(
                  policy,
                  prompts,
                  texts,
                  scorers.scorers(),
                  context.seeds(),
                  said -> context.console().say("%s", said));
          yield new Played(inputs.texts(scored, provenance), 0, List.of());
        }
        case TRAINED ->
            trained(inputs, provenance, context, folder, tokenizer, policy, prompts, scorers);
      };
    }
  }

  private static Played trained(
      RoundInputs inputs,
      LedgerRound.Provenance provenance,
      CommandContext context,
      ModelFolder folder,
      Tokenizer tokenizer,
      Policy policy,
      List<Prompt> prompts,
      GroupScorers scorers) {
    GameOptions options = inputs.game().options();
    try (CausalLm initial = folder.causalLm()) {
      TrainedGame game =
          new TrainedGame(
              policy,
              initial,
              prompts,
              options,
              inputs.game().groups().stream().map(GroupOptions::name).toList(),
              scorers.scorers(),
              inputs.counted(),
              context.seeds(),
              context.stop());
      List<StepListener> shown =
          List.of(context.progress("train", Map.of("proxy_reward", "welfare")));
      TrainedGame.Outcome outcome = game.play(shown);
      ModelWriter.save(context.run().clearedModel(), policy.lm(), tokenizer);
      return new Played(
          inputs.texts(outcome.samples(), provenance), outcome.gap(), outcome.variants());
    }
  }

  private static List<Prompt> prompts(
      GameOptions.Texts texts, CommandContext context, ModelChats chats) {
    List<Prompt> all = context.sources().prompts(texts.prompts(), RowOptions.DEFAULT, chats);
    require(
        !all.isEmpty(), "'%s' holds no prompt; payments are means over prompts", texts.prompts());
    int limit = texts.promptLimit();
    return limit == 0 ? all : all.subList(0, Math.min(limit, all.size()));
  }

  /** Of everything that the game is made of and that lies in files. */
  private static Map<String, String> hashes(Options options, GameFile game) {
    List<String> words = new ArrayList<>(List.of(options.game()));
    if (game.options().overTexts()) {
      words.add(game.options().texts().policy());
      words.add(game.options().texts().prompts());
    }
    game.groups().forEach(group -> words.addAll(group.rewardModel()));
    Map<String, String> hashes = new LinkedHashMap<>();
    for (String word : words) {
      Path path = HubCache.here().locate(word);
      Path model = path.resolve("model");
      if (Files.exists(path)) {
        hashes.put(word, ContentHash.of(Files.isDirectory(model) ? model : path).hex());
      }
    }
    return hashes;
  }

  /** The file itself lies beside the ledger. */
  private static void keepGame(Options options, CommandContext context) {
    Path copy = context.run().path().resolve("game.yaml");
    try {
      DurableFiles.write(copy, Files.readString(Path.of(options.game())));
    } catch (IOException e) {
      throw DurableFiles.failure("write '%s'".formatted(copy), "Make room and play again", e);
    }
  }

  private static String variants(double gap, List<TrainedGame.Variant> variants) {
    if (variants.isEmpty()) {
      return "";
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "policy without the group",
            "group",
            "payment",
            "standard error",
            "a lie wins at most"));
    for (TrainedGame.Variant variant : variants) {
      rows.add(
          List.of(
              GameText.word(variant.way()),
              variant.group(),
              GameText.number(variant.payment()),
              GameText.number(variant.standardError()),
              GameText.number(variant.epsilon())));
    }
    return "\n%s\neach of these payments holds %s that the joint training lacks of its optimum; a training to the end would not ask for it"
        .formatted(GameText.table(rows).stripTrailing(), GameText.number(gap));
  }
}
