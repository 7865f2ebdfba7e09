package org.plumbline.mechanism.training;

import java.util.ArrayList;
import java.util.List;
import org.plumbline.mechanism.AggregateReward;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.RewardSum;
import org.plumbline.mechanism.divergence.Optimum;
import org.plumbline.mechanism.divergence.Regularization;

/**
 * Maximises {@code sum of w_i v_i - lambda D(pi || pi0)} (Definition 4.1), or the same with affine
 * weights: the only rules that {@code AffineMaximizerPayment} takes.
 *
 * @param regularization lambda, D and pi0
 * @param weights of an affine rule
 */
public record SocialWelfareMaximizer(Regularization regularization, AffineWeights weights)
    implements TrainingRule {

  /** The rule of the paper. */
  public SocialWelfareMaximizer(Regularization regularization) {
    this(regularization, AffineWeights.NONE);
  }

  @Override
  public String name() {
    return "social-welfare";
  }

  @Override
  public Policy train(ReportProfile reports) {
    return optimum(reports).policy();
  }

  @Override
  public double divergence(ReportProfile reports) {
    return optimum(reports).divergence();
  }

  /** The weight of a group's reward in the aggregate: mu_i w_i. */
  public double weight(Group group) {
    return weights.of(group.name()) * group.size();
  }

  /** r, what the policy is trained on. */
  public AggregateReward aggregate(ReportProfile reports) {
    RewardSum sum = start(reports);
    reports.groups().forEach(group -> sum.add(weight(group), group.reward()));
    return sum.aggregate();
  }

  /** The trained policy with its affine social welfare. */
  public Optimum optimum(ReportProfile reports) {
    return regularization.maximize(aggregate(reports));
  }

  /** The same if one group were not there. */
  public Optimum optimumWithout(ReportProfile reports, int group) {
    return optimum(reports.without(group));
  }

  /**
   * r without each of the groups in turn. Sums from both ends meet at the missing one: taking it
   * away from the whole would cancel the digits of the others if it is the largest by far.
   */
  public List<AggregateReward> aggregatesWithoutEach(ReportProfile reports) {
    int n = reports.size();
    List<RewardSum> behind = new ArrayList<>();
    RewardSum suffix = new RewardSum(reports.outcomes().size());
    for (int i = n - 1; i >= 0; i--) {
      behind.addFirst(suffix.copy());
      suffix.add(weight(reports.group(i)), reports.group(i).reward());
    }
    List<AggregateReward> others = new ArrayList<>();
    RewardSum prefix = start(reports);
    for (int i = 0; i < n; i++) {
      others.add(behind.removeFirst().add(prefix).aggregate());
      prefix.add(weight(reports.group(i)), reports.group(i).reward());
    }
    return others;
  }

  private RewardSum start(ReportProfile reports) {
    RewardSum sum = new RewardSum(reports.outcomes().size());
    return weights.offset() == null ? sum : sum.add(1, weights.offset());
  }
}
