package org.plumbline.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.plumbline.mechanism.sampled.Origin;
import org.plumbline.mechanism.sampled.PaymentEstimate;
import org.plumbline.mechanism.sampled.SampleSet;
import org.plumbline.mechanism.sampled.SampledPayments;

/** Estimates every group's payment from rewards of a trained policy's samples alone. */
final class SampledPaymentJob implements Job {
  private final int groups;
  private final List<SampleSet> prompts = new ArrayList<>();
  private final SampledPayments payments;

  /** Keeps the last result, so that no compiler can leave the work out. */
  private List<PaymentEstimate> last = List.of();

  SampledPaymentJob(int groups, int prompts, int samples) {
    this.groups = groups;
    SplittableRandom random = Workload.SEEDS.stream("samples");
    for (int i = 0; i < prompts; i++) {
      double[][] rewards = new double[groups][];
      for (int group = 0; group < groups; group++) {
        rewards[group] = random.doubles(samples).toArray();
      }
      this.prompts.add(new SampleSet(rewards, new Origin.Policy()));
    }
    double[] sizes = IntStream.rangeClosed(1, groups).asDoubleStream().toArray();
    this.payments = new SampledPayments(sizes, 2);
  }

  @Override
  public String unit() {
    return "payments";
  }

  @Override
  public long count() {
    return groups;
  }

  List<PaymentEstimate> last() {
    return last;
  }

  @Override
  public double run() {
    return Job.seconds(() -> last = payments.estimate(prompts));
  }

  @Override
  public void close() {}
}
