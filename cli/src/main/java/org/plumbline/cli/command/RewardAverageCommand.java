package org.plumbline.cli.command;

import java.util.List;
import org.plumbline.align.reward.RewardAverage;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.core.options.Option;

/** {@code plumb reward average}: the weight average of reward models (WARM). */
public final class RewardAverageCommand implements StageCommand<RewardAverageCommand.Options> {

  /** Whose weights. */
  public record Options(
      @Option(value = "reward models: folders, or a run with members", required = true)
          List<String> models) {}

  /** Where the average is, and of how many. */
  public record Outcome(int members, String folder) {}

  @Override
  public Options defaults() {
    return new Options(List.of());
  }

  @Override
  public List<String> positional() {
    return List.of("models");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs/reward --out runs/average",
        "runs/reward/members/1,runs/reward/members/2 --out runs/average");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    return Plan.empty().with("members", "%d", RewardFolders.of(options.models()).size());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    var members = RewardFolders.onDisk(options.models());
    RewardAverage.write(members, context.run().clearedModel(), List.of());
    return new Result(
        new Outcome(members.size(), context.run().model().toString()),
        "average of %d reward models".formatted(members.size()));
  }
}
