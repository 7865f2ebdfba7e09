package org.plumbline.cli.command;

import java.util.List;
import java.util.Locale;
import org.plumbline.align.reward.RewardEnsemble;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.options.Option;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.score.PenalisedScorer;
import org.plumbline.core.score.Scorer;

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

  /** One exchange with every member's score, by the rule of what is scored. */
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
      List<Exchange> exchanges = context.sources().exchanges(options.data(), options.rows());
      double[] joint = penalised(new RewardEnsemble(members, options.aggregate()), exchanges);
      List<double[]> single = members.stream().map(member -> penalised(member, exchanges)).toList();
      for (int i = 0; i < joint.length; i++) {
        int place = i;
        Exchange exchange = exchanges.get(i);
        List<Double> each = single.stream().map(scores -> scores[place]).toList();
        context
            .console()
            .result(
                new Row(exchange.prompt(), exchange.completion(), each, joint[i]),
                String.format(Locale.ROOT, "%8.3f  %s", joint[i], exchange.text()));
      }
    } finally {
      members.forEach(RewardModel::close);
    }
  }

  /** The rule of what is scored is the same here as for the reward that a policy is trained on. */
  private static double[] penalised(Scorer scorer, List<Exchange> exchanges) {
    return new PenalisedScorer(scorer).score(exchanges);
  }
}
