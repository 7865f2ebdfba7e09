package org.plumbline.cli.command;

import java.util.List;
import java.util.Locale;
import org.plumbline.align.reward.RewardEnsemble;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.options.Option;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.score.EnsembleScore;

/**
 * {@code plumb reward score}: what one reward model, an ensemble or an average gives to exchanges.
 */
public final class RewardScore implements Command<RewardScore.Options> {

  /** Who scores what. */
  public record Options(
      @Option(value = "reward models: folders or runs", required = true) List<String> models,
      @Option(value = "exchanges: .jsonl (completion, and prompt if there), or -", required = true)
          String data,
      @Option("how several scores become one") Aggregator aggregate,
      @Option(inline = true) RowOptions rows) {}

  /** One exchange with every member's score; the whole text is scored, as it stands. */
  public record Row(String prompt, String completion, List<Double> members, double score) {}

  @Override
  public Options defaults() {
    return new Options(List.of(), "", Aggregator.parse("mean"), RowOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--models runs/reward --data answers.jsonl --json",
        "--models runs/average --data answers.jsonl");
  }

  @Override
  public void run(Options options, CommandContext context) {
    List<RewardModel> members = RewardFolders.open(RewardFolders.of(options.models()));
    try {
      var exchanges = context.sources().exchanges(options.data(), options.rows());
      for (EnsembleScore row : new RewardEnsemble(members, options.aggregate()).rows(exchanges)) {
        Row shown =
            new Row(
                row.exchange().prompt(),
                row.exchange().completion(),
                row.members(),
                row.aggregate());
        context
            .console()
            .result(
                shown,
                String.format(Locale.ROOT, "%8.3f  %s", row.aggregate(), row.exchange().text()));
      }
    } finally {
      members.forEach(RewardModel::close);
    }
  }
}
