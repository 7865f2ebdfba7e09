package org.plumbline.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.plumbline.align.reward.RewardEnsemble;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.RowOutput;
import org.plumbline.cli.source.ModelChats;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.options.Option;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.score.EnsembleScore;
import org.plumbline.core.score.PenalisedScorer;
import org.plumbline.lm.hub.ModelFiles;

/**
 * {@code plumb reward score}: what one reward model, an ensemble or an average gives to exchanges.
 */
public final class RewardScore implements Command<RewardScore.Options> {

  /** Who scores what. */
  public record Options(
      @Option(value = "reward models: folders or runs", required = true) List<String> models,
      @Option(
              value = "exchanges: .jsonl, .csv, .parquet, - (completion and prompt, or messages)",
              required = true)
          String data,
      @Option("how several scores become one") Aggregator aggregate,
      @Option("a .jsonl, .csv or .parquet to write; standard output if left out") String to,
      @Option(inline = true) RowOptions rows) {}

  /** One exchange with every member's score, by the rule of what is scored. */
  public record Row(String prompt, String completion, List<Double> members, double score) {}

  @Override
  public Options defaults() {
    return new Options(List.of(), "", Aggregator.parse("mean"), "", RowOptions.DEFAULT);
  }

  @Override
  public List<String> examples() {
    return List.of(
        "--models runs/reward --data answers.jsonl --json",
        "--models runs/average --data answers.jsonl --to scores.jsonl");
  }

  @Override
  public void run(Options options, CommandContext context) {
    List<ModelFiles> folders = RewardFolders.of(options.models());
    List<RewardModel> members = RewardFolders.open(folders);
    RewardEnsemble ensemble = new RewardEnsemble(members, options.aggregate());
    try (RowOutput out = context.rows(options.to());
        ModelChats chats = ModelChats.ofReward(folders.getFirst())) {
      context
          .sources()
          .exchanges(
              options.data(),
              options.rows(),
              chats,
              part -> {
                members.forEach(member -> member.readAs(chats.form()));
                score(ensemble, part, out);
              });
      out.finish();
    } finally {
      members.forEach(RewardModel::close);
    }
  }

  private static void score(RewardEnsemble ensemble, List<Exchange> exchanges, RowOutput out) {
    // The rule of what is scored is the same here as for the reward that a policy is trained on.
    double[][] scores =
        PenalisedScorer.scores(
            exchanges, cut -> columns(ensemble.rows(cut)), PenalisedScorer.Penalty.DEFAULT);
    int joint = scores.length - 1;
    for (int i = 0; i < exchanges.size(); i++) {
      int place = i;
      Exchange exchange = exchanges.get(i);
      List<Double> each =
          Arrays.stream(scores).limit(joint).map(ofMember -> ofMember[place]).toList();
      out.row(
          new Row(exchange.prompt(), exchange.completion(), each, scores[joint][i]),
          String.format(Locale.ROOT, "%8.3f  %s", scores[joint][i], exchange.text()));
    }
  }

  /** Scores of every member, then the joint ones, [members + 1, exchanges]. */
  private static double[][] columns(List<EnsembleScore> rows) {
    int members = rows.getFirst().members().size();
    double[][] columns = new double[members + 1][];
    for (int m = 0; m < members; m++) {
      int member = m;
      columns[m] = rows.stream().mapToDouble(row -> row.members().get(member)).toArray();
    }
    columns[members] = rows.stream().mapToDouble(EnsembleScore::aggregate).toArray();
    return columns;
  }
}
