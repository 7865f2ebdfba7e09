package org.plumbline.mechanism.training;

import static org.plumbline.mechanism.InvalidGameException.unless;

import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.RewardSum;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;

/**
 * Policies {@code pi0 exp(sum of s_i rm_i / lambda) / Z}, one for each vector of strengths s: the
 * optimum of every rule that looks at the valuations and at reverse KL has this form.
 */
record TiltedMixture(ReportProfile reports, Regularization to) {

  TiltedMixture {
    unless(
        to.divergence() instanceof ReverseKl,
        "this training rule is solved under reverse-kl alone (got %s)",
        to.divergence().name());
  }

  /** The policy, and {@code lambda log Z}. */
  Point at(double[] strengths) {
    RewardSum sum = new RewardSum(reports.outcomes().size());
    for (int i = 0; i < strengths.length; i++) {
      sum.add(strengths[i], reports.group(i).reward());
    }
    var optimum = to.maximize(sum.aggregate());
    return new Point(optimum.policy(), optimum.value(), valuations(optimum.policy()));
  }

  /**
   * One policy of the family.
   *
   * @param policy itself
   * @param value lambda log Z
   * @param valuations v of each group
   */
  record Point(Policy policy, double value, double[] valuations) {}

  private double[] valuations(Policy policy) {
    return reports.groups().stream().mapToDouble(g -> policy.expectation(g.reward())).toArray();
  }

  /** The covariances of the reward models under a policy. */
  double[][] covariance(Point point) {
    int n = reports.size();
    double[][] covariance = new double[n][n];
    for (int x = 0; x < reports.outcomes().size(); x++) {
      double p = point.policy().probability(x);
      for (int i = 0; i < n && p > 0; i++) {
        double deviation = reports.group(i).reward().at(x) - point.valuations()[i];
        for (int j = 0; j <= i; j++) {
          covariance[i][j] +=
              p * deviation * (reports.group(j).reward().at(x) - point.valuations()[j]);
          covariance[j][i] = covariance[i][j];
        }
      }
    }
    return covariance;
  }
}
