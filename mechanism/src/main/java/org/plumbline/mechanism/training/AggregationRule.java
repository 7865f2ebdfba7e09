package org.plumbline.mechanism.training;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Regularization;

/**
 * Trains on a reward that is made of the reports outcome by outcome, in another way than by the
 * weighted sum: the median or the worst reward, or the user's own. Not affine in general.
 *
 * @param regularization lambda, D and pi0
 * @param name for results and errors
 * @param aggregation makes one number of the rewards of one outcome
 */
public record AggregationRule(Regularization regularization, String name, Aggregation aggregation)
    implements TrainingRule {

  /** One group's say about one outcome. */
  public record Vote(double reward, long size) {}

  /** Makes one number of what the groups say about one outcome. */
  @FunctionalInterface
  public interface Aggregation {
    /** The number, of a scale that fits lambda. */
    double of(List<Vote> votes);
  }

  /** The median member's reward, times the number of all members. */
  public static AggregationRule median(Regularization regularization) {
    return new AggregationRule(regularization, "median", AggregationRule::median);
  }

  /** The worst reward of an outcome, times the number of all members. */
  public static AggregationRule worst(Regularization regularization) {
    return new AggregationRule(
        regularization,
        "worst-reward",
        votes -> members(votes) * votes.stream().mapToDouble(Vote::reward).min().orElse(0));
  }

  @Override
  public Policy train(ReportProfile reports) {
    double[] aggregate = new double[reports.outcomes().size()];
    for (int x = 0; x < aggregate.length; x++) {
      List<Vote> votes = new ArrayList<>();
      for (var group : reports.groups()) {
        votes.add(new Vote(group.reward().at(x), group.size()));
      }
      aggregate[x] = aggregation.of(votes);
    }
    return regularization.maximize(AggregateReward.of(aggregate)).policy();
  }

  private static long members(List<Vote> votes) {
    return votes.stream().mapToLong(Vote::size).sum();
  }

  /** Of an even number of members: the mean of the two in the middle. */
  private static double median(List<Vote> votes) {
    List<Vote> sorted = new ArrayList<>(votes);
    sorted.sort(Comparator.comparingDouble(Vote::reward));
    long members = members(votes);
    double low = member(sorted, (members - 1) / 2);
    return members * (low / 2 + member(sorted, members / 2) / 2);
  }

  private static double member(List<Vote> sorted, long index) {
    long seen = 0;
    for (Vote vote : sorted) {
      seen += vote.size();
      if (index < seen) {
        return vote.reward();
      }
    }
    return 0; // no group, no member
  }
}
