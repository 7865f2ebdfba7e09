package org.plumbline.mechanism;

import java.util.Arrays;

/**
 * A weighted sum of rewards in about twice the precision of a double (the sum and its rounding
 * error, both kept). With rewards of 1e6 and a KL weight of 1e-6 the rounding of a plain sum would
 * turn a near tie between two outcomes into another policy.
 */
public final class RewardSum {
  private final double[] sum;
  private final double[] error;

  /** A sum of nothing. */
  public RewardSum(int outcomes) {
    this(new double[outcomes], new double[outcomes]);
  }

  private RewardSum(double[] sum, double[] error) {
    this.sum = sum;
    this.error = error;
  }

  /** The same sum, to be added to on its own. */
  public RewardSum copy() {
    return new RewardSum(sum.clone(), error.clone());
  }

  /** Adds {@code weight * reward}. */
  public RewardSum add(double weight, Reward reward) {
    for (int x = 0; x < sum.length; x++) {
      double value = reward.at(x);
      double product = weight * value;
      double old = sum[x];
      double total = old + product;
      double added = total - old;
      sum[x] = total;
      // Knuth's two-sum and the exact error of the product.
      error[x] += old - (total - added) + (product - added) + Math.fma(weight, value, -product);
    }
    return this;
  }

  /** Adds another sum. */
  public RewardSum add(RewardSum other) {
    for (int x = 0; x < sum.length; x++) {
      double old = sum[x];
      double total = old + other.sum[x];
      double added = total - old;
      sum[x] = total;
      error[x] += old - (total - added) + (other.sum[x] - added) + other.error[x];
    }
    return this;
  }

  /** The sum as an aggregate reward: its peak, and how far each outcome is below it. */
  public AggregateReward aggregate() {
    int best = 0;
    for (int x = 1; x < sum.length; x++) {
      if (difference(x, best) > 0) {
        best = x;
      }
    }
    int peak = best;
    double[] gaps = new double[sum.length];
    Arrays.setAll(gaps, x -> difference(x, peak));
    return new AggregateReward(sum[peak] + error[peak], gaps);
  }

  private double difference(int x, int other) {
    double difference = sum[x] - sum[other];
    double taken = difference - sum[x];
    double rest = sum[x] - (difference - taken) + (-sum[other] - taken);
    return difference + (rest + (error[x] - error[other]));
  }
}
