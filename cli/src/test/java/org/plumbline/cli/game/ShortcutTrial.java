package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.mechanism.Group;
import org.plumbline.mechanism.Normalization;
import org.plumbline.mechanism.OutcomeSpace;
import org.plumbline.mechanism.Policy;
import org.plumbline.mechanism.ReportProfile;
import org.plumbline.mechanism.divergence.Regularization;
import org.plumbline.mechanism.divergence.ReverseKl;
import org.plumbline.mechanism.payment.AffineMaximizerPayment;
import org.plumbline.mechanism.sampled.Lie;
import org.plumbline.mechanism.sampled.Origin;
import org.plumbline.mechanism.sampled.PaymentEstimate;
import org.plumbline.mechanism.sampled.RewardRange;
import org.plumbline.mechanism.sampled.SampleSet;
import org.plumbline.mechanism.sampled.SampledPayments;
import org.plumbline.mechanism.training.SocialWelfareMaximizer;

/**
 * One game over enumerated texts, played by trained policies and exactly: what the first group pays
 * by each shortcut for the policy without it, what it should pay, and what its lies win.
 *
 * <p>Policies are trained, all else is summed over all texts: a difference is the shortcut's, and
 * that of a training which does not reach its optimum.
 */
final class ShortcutTrial {
  private static final int EVERYBODY = -1;

  /** The group that pays and lies. */
  static final int PAYER = 0;

  /** Where the policy without the group comes from. */
  enum Shortcut {
    RETRAINED,
    FEWER_STEPS,
    CHECKPOINTS,
    WARM_START
  }

  /** What the groups report. */
  @SuppressWarnings("ArrayRecordComponent") // rows of numbers, never compared
  record Reports(double[][] rewards, double[] sizes) {
    /** The same after a lie of the payer. */
    Reports with(Lie lie) {
      double[][] told = rewards.clone();
      told[PAYER] = lie.reward(rewards[PAYER], RewardRange.UNIT);
      double[] members = sizes.clone();
      members[PAYER] = lie.size(sizes[PAYER]);
      return new Reports(told, members);
    }

    /** The aggregate reward of each text, without a group if one is named. */
    double[] sum(int without) {
      double[] sum = new double[rewards[0].length];
      for (int i = 0; i < sizes.length; i++) {
        if (i != without) {
          double[] own = rewards[i];
          double size = sizes[i];
          Arrays.setAll(sum, x -> sum[x] + size * own[x]);
        }
      }
      return sum;
    }
  }

  /**
   * What one joint training came to.
   *
   * @param checkpoints distributions from the initial one to the trained one
   * @param warm the distribution after a few steps for the others that start at the trained one
   */
  @SuppressWarnings("ArrayRecordComponent") // rows of numbers, never compared
  record Played(List<double[]> checkpoints, double[] warm) {
    double[] joint() {
      return checkpoints.getLast();
    }
  }

  private final EnumeratedTexts texts;
  private final CausalLm initial;
  private final double[] before;
  private final Reports truth;
  private final double lambda;
  private final WelfareTraining training;
  private final WelfareTraining.Length length;
  private final List<double[]> without;
  private final Played honest;

  /**
   * Trains by the truth, and without the payer; {@code length.every()} steps are the fewer ones.
   */
  ShortcutTrial(
      EnumeratedTexts texts,
      Reports truth,
      double lambda,
      WelfareTraining training,
      WelfareTraining.Length length) {
    this.texts = texts;
    this.initial = texts.policy().lm();
    this.before = texts.distribution(initial);
    this.truth = truth;
    this.lambda = lambda;
    this.training = training;
    this.length = length;
    this.without = trainedWithout(truth);
    this.honest = play(truth);
  }

  Played honest() {
    return honest;
  }

  /** Distributions on the way of a training without the payer, from the initial policy. */
  List<double[]> trainedWithout(Reports reports) {
    try (CausalLm copy = initial.copy()) {
      return train(copy, reports.sum(PAYER), length.steps());
    }
  }

  /** Trains the joint policy of some reports. */
  Played play(Reports reports) {
    try (CausalLm joint = initial.copy()) {
      List<double[]> checkpoints = train(joint, reports.sum(EVERYBODY), length.steps());
      return new Played(checkpoints, train(joint, reports.sum(PAYER), length.every()).getLast());
    }
  }

  private List<double[]> train(CausalLm from, double[] reward, long steps) {
    var shape = new WelfareTraining.Length(steps, length.every(), length.learningRate());
    return training.train(texts, from, initial, reward, lambda, shape);
  }

  /** The affine social welfare of a distribution, without a group if one is named. */
  private double welfare(double[] logProbs, int group) {
    double[] reward = truth.sum(group);
    Arrays.setAll(reward, x -> reward[x] - lambda * (logProbs[x] - before[x]));
    return mean(logProbs, reward);
  }

  private static double mean(double[] logProbs, double[] values) {
    double mean = 0;
    for (int x = 0; x < values.length; x++) {
      mean += Math.exp(logProbs[x]) * values[x];
    }
    return mean;
  }

  /** The others' welfare that a shortcut takes for the best without the payer. */
  private double pivot(Shortcut shortcut, Played played) {
    return switch (shortcut) {
      case RETRAINED -> welfare(without.getLast(), PAYER);
      case FEWER_STEPS -> welfare(without.get(1), PAYER);
      case CHECKPOINTS ->
          played.checkpoints().stream().mapToDouble(c -> welfare(c, PAYER)).max().orElseThrow();
      case WARM_START -> welfare(played.warm(), PAYER);
    };
  }

  /** What the payer pays by a shortcut; the others report the truth. */
  double payment(Shortcut shortcut, Played played) {
    return pivot(shortcut, played) - welfare(played.joint(), PAYER);
  }

  /** What a lie of the payer wins by a shortcut. */
  double gain(Shortcut shortcut, Played lying) {
    return gainIfNobodyPays(lying) - payment(shortcut, lying) + payment(shortcut, honest);
  }

  /** What the lie wins without payments. */
  double gainIfNobodyPays(Played lying) {
    double[] own = truth.rewards()[PAYER];
    return truth.sizes()[PAYER] * (mean(lying.joint(), own) - mean(honest.joint(), own));
  }

  /** What the joint policy lacks of the optimum. */
  double gap() {
    return rule().optimum(profile()).value() - welfare(honest.joint(), EVERYBODY);
  }

  /** What is published beside the payment as the most that a lie wins, without sampling. */
  double epsilon(Shortcut shortcut) {
    return switch (shortcut) {
      case RETRAINED, FEWER_STEPS, WARM_START -> gap();
      case CHECKPOINTS -> gap() + pivot(shortcut, honest) - welfare(before, PAYER);
    };
  }

  /** What the payer owes in the game itself. */
  double exactPayment() {
    return new AffineMaximizerPayment().payment(rule(), profile(), PAYER);
  }

  /** The payer's bill from samples of the joint policy by importance weights. */
  PaymentEstimate importance(int samples, RandomGenerator random) {
    int[] drawn = new int[samples];
    Arrays.setAll(drawn, k -> draw(honest.joint(), random.nextDouble()));
    double[][] rewards =
        Arrays.stream(truth.rewards())
            .map(row -> Arrays.stream(drawn).mapToDouble(x -> row[x]).toArray())
            .toArray(double[][]::new);
    double[] ratios =
        Arrays.stream(drawn).mapToDouble(x -> honest.joint()[x] - before[x]).toArray();
    var set = new SampleSet(rewards, new Origin.Scored(new double[samples], ratios));
    return new SampledPayments(truth.sizes(), lambda).estimate(List.of(set)).get(PAYER);
  }

  private static int draw(double[] logProbs, double uniform) {
    double left = uniform;
    int x = 0;
    while (x < logProbs.length - 1 && left >= Math.exp(logProbs[x])) {
      left -= Math.exp(logProbs[x++]);
    }
    return x;
  }

  private SocialWelfareMaximizer rule() {
    return new SocialWelfareMaximizer(
        new Regularization(new ReverseKl(), lambda, Policy.ofLog(before)));
  }

  private ReportProfile profile() {
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < truth.sizes().length; i++) {
      groups.add(Group.of("group " + (i + 1), truth.sizes()[i], truth.rewards()[i]));
    }
    return ReportProfile.of(OutcomeSpace.ofSize(texts.size()), new Normalization.Free(), groups);
  }
}
