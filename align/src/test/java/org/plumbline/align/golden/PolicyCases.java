package org.plumbline.align.golden;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.Map;
import org.plumbline.core.math.KlEstimator;
import org.plumbline.core.math.KlPenalty;
import org.plumbline.core.math.LeaveOneOut;
import org.plumbline.core.math.LeaveOneOut.Unscorable;
import org.plumbline.core.math.SequenceRatioLoss;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** REINFORCE leave-one-out: advantages and loss. */
final class PolicyCases {
  private PolicyCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle(
            "reinforce_baseline",
            "leave_one_out",
            c -> LeaveOneOut.advantages(new double[][] {c.vector("scores")})[0])
        .handle("rloo_advantage", "leave_one_out", c -> flat(LeaveOneOut.advantages(groups(c))))
        .handle(
            "rloo_advantage",
            "leave_one_out_normalised_ddof1_eps1e-4",
            c -> flat(LeaveOneOut.normalise(LeaveOneOut.advantages(groups(c)), 1, 1e-4)))
        .handle(
            "rloo_advantage",
            "nan_skipped(trl unscorable)",
            c -> flat(LeaveOneOut.advantages(groups(c), Unscorable.SKIP)))
        .handle("rloo_advantage", "clip_then_kl_inside_baseline(trl)", PolicyCases::penalised)
        .handle("rloo_loss", "sequence_ratio_clipped", PolicyCases::loss);
  }

  private static Object penalised(GoldenCase c) {
    double[] bounds = c.vector("clip");
    var kl = KlEstimator.K1.estimate(c.matrix("logp"), c.matrix("refLogp"), c.mask("mask"));
    var penalty = new KlPenalty(c.number("beta"), bounds[0], bounds[1]);
    double[] rewards = penalty.rewards(c.vector("scores"), kl.perSequence());
    return flat(LeaveOneOut.advantages(groups(rewards, c.integer("groupSize"))));
  }

  private static Object loss(GoldenCase c) {
    var loss =
        new SequenceRatioLoss(c.number("clipLow"), c.number("clipHigh"))
            .loss(c.matrix("logp"), c.matrix("oldLogp"), c.vector("advantages"), c.mask("mask"));
    return Map.of("loss", loss.value(), "gradLogp", loss.byLogProbs());
  }

  private static double[][] groups(GoldenCase c) {
    return groups(c.vector("scores"), c.integer("groupSize"));
  }

  private static double[][] groups(double[] scores, int size) {
    require(
        scores.length % size == 0,
        "scores come in groups of %d, so their number must be a multiple of it (got %d)",
        size,
        scores.length);
    double[][] groups = new double[scores.length / size][];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = Arrays.copyOfRange(scores, i * size, (i + 1) * size);
    }
    return groups;
  }

  private static double[] flat(double[][] groups) {
    return Arrays.stream(groups).flatMapToDouble(Arrays::stream).toArray();
  }
}
