package org.plumbline.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.OutcomeSpace;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.Reward;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/** All affine maximizer payments of one large game, by the library or by a plain loop. */
final class PaymentJob implements Job {
  private static final double LAMBDA = 4;

  private final long count;
  private final Supplier<double[]> payments;

  /** Keeps the last result, so that no compiler can leave the work out. */
  private double[] last = {};

  private PaymentJob(long count, Supplier<double[]> payments) {
    this.count = count;
    this.payments = payments;
  }

  static PaymentJob library(int groups, int outcomes) {
    double[][] rewards = rewards(groups, outcomes);
    List<Group> reports = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      reports.add(new Group("group " + i, size(i), Reward.of(rewards[i])));
    }
    ReportProfile profile =
        ReportProfile.of(OutcomeSpace.ofSize(outcomes), new Normalization.Free(), reports);
    var rule =
        new SocialWelfareMaximizer(
            new Regularization(new ReverseKl(), LAMBDA, Policy.uniform(outcomes)));
    return new PaymentJob(
        (long) groups * outcomes, () -> new AffineMaximizerPayment().payments(rule, profile));
  }

  static PaymentJob plainLoop(int groups, int outcomes) {
    double[][] rewards = rewards(groups, outcomes);
    return new PaymentJob((long) groups * outcomes, () -> plain(rewards));
  }

  /** lambda log E_pi exp(-w (rm - v) / lambda), without any care for digits or overflow. */
  private static double[] plain(double[][] rewards) {
    double[] policy = new double[rewards[0].length];
    for (int i = 0; i < rewards.length; i++) {
      for (int x = 0; x < policy.length; x++) {
        policy[x] += size(i) * rewards[i][x];
      }
    }
    double largest = Arrays.stream(policy).max().orElse(0);
    double total = 0;
    for (int x = 0; x < policy.length; x++) {
      policy[x] = Math.exp((policy[x] - largest) / LAMBDA);
      total += policy[x];
    }
    for (int x = 0; x < policy.length; x++) {
      policy[x] /= total;
    }
    double[] payments = new double[rewards.length];
    for (int i = 0; i < rewards.length; i++) {
      double[] reward = rewards[i];
      double mean = 0;
      for (int x = 0; x < policy.length; x++) {
        mean += policy[x] * reward[x];
      }
      double scale = size(i) / LAMBDA;
      double sum = 0;
      for (int x = 0; x < policy.length; x++) {
        sum += policy[x] * Math.exp(-scale * (reward[x] - mean));
      }
      payments[i] = LAMBDA * Math.log(sum);
    }
    return payments;
  }

  private static int size(int group) {
    return 1 + group % 8;
  }

  private static double[][] rewards(int groups, int outcomes) {
    SplittableRandom random = Workload.SEEDS.stream("rewards");
    double[][] rewards = new double[groups][];
    for (int i = 0; i < groups; i++) {
      rewards[i] = random.doubles(outcomes).toArray();
    }
    return rewards;
  }

  double[] last() {
    return last.clone();
  }

  @Override
  public String unit() {
    return "groups x outcomes";
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public double run() {
    return Job.seconds(() -> last = payments.get());
  }

  @Override
  public void close() {}
}
