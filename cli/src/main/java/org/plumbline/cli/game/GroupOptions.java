package org.plumbline.cli.game;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.OptionalDouble;
import org.plumbline.core.options.Option;
import org.plumbline.core.score.Aggregator;

/** One group's report. */
public record GroupOptions(
    @Option(value = "of the group", required = true) String name,
    @Option("how many members it says to have") long size,
    @Option("reward of each listed outcome for a member") List<Double> reward,
    @Option("for a game over texts: reward models, several make an ensemble, or embedded:NAME")
        List<String> rewardModel,
    @Option("how an ensemble's scores become one") Aggregator aggregate,
    @Option("the most that it can pay; it counts no more members than this covers")
        OptionalDouble budget,
    @Option("what serving the group costs, which it pays at least") double reserve) {

  public GroupOptions {
    reward = List.copyOf(reward);
    rewardModel = List.copyOf(rewardModel);
    require(size > 0, "size must be at least 1 (got %d)", size);
    require(
        budget.isEmpty() || budget.getAsDouble() > 0,
        "budget must be positive (got %s); leave it out for none",
        budget);
    require(
        reserve >= 0 && Double.isFinite(reserve),
        "reserve must not be negative (got %s); 0 is none",
        reserve);
  }

  /** All defaults; what must be given is empty. */
  public static GroupOptions defaults() {
    return new GroupOptions(
        "", 1, List.of(), List.of(), Aggregator.parse("mean"), OptionalDouble.empty(), 0);
  }

  void requireFits(boolean overTexts) {
    if (overTexts) {
      require(
          !rewardModel.isEmpty() && reward.isEmpty(),
          "group '%s' must give 'reward-model' and no 'reward': the outcomes are texts",
          name);
    } else {
      require(
          rewardModel.isEmpty() && !reward.isEmpty(),
          "group '%s' must give 'reward', one number for each outcome, and no 'reward-model': without a 'policy' outcomes are listed",
          name);
    }
  }
}
