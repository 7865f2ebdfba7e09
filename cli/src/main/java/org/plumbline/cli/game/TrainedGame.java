package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.policy.Policy;
import org.plumbline.align.policy.PolicyOptions;
import org.plumbline.align.policy.PolicyTraining;
import org.plumbline.align.policy.Rloo;
import org.plumbline.cli.game.GameOptions.LeaveOneOut;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.mechanism.sampled.Origin;
import org.plumbline.mechanism.sampled.SampleSet;
import org.plumbline.mechanism.sampled.SampledPayments;

/**
 * A game whose outcome is a policy that RLOO trains on the welfare, and the policies without a
 * group that payments can come from.
 *
 * <p>Every training starts from the initial policy, with the same seeds: what a policy without a
 * group reaches must not depend on that group's report.
 */
public final class TrainedGame {
  private final Policy policy;
  private final CausalLm initial;
  private final List<Prompt> prompts;
  private final GameOptions options;
  private final List<Scorer> groups;
  private final List<String> groupNames;
  private final double[] sizes;
  private final Seeds seeds;
  private final StopSignal stop;

  /**
   * A game.
   *
   * @param policy is trained in place
   * @param initial the same model, frozen
   * @param names of the groups
   * @param groups their scorers
   * @param sizes members that count
   */
  public TrainedGame(
      Policy policy,
      CausalLm initial,
      List<Prompt> prompts,
      GameOptions options,
      List<String> names,
      List<Scorer> groups,
      double[] sizes,
      Seeds seeds,
      StopSignal stop) {
    this.policy = policy;
    this.initial = initial;
    this.prompts = List.copyOf(prompts);
    this.options = options;
    this.groups = List.copyOf(groups);
    this.groupNames = List.copyOf(names);
    this.sizes = sizes.clone();
    this.seeds = seeds;
    this.stop = stop;
  }

  /**
   * A payment by a policy without the group that was trained, or by a checkpoint.
   *
   * @param way where that policy comes from
   * @param group who pays
   * @param payment the others' welfare there, less the others' welfare under the joint policy
   * @param standardError over prompts, which both have in common
   * @param epsilon the most that any lie could win, estimated from the samples: what the joint
   *     policy lacks of the optimum, and for checkpoints what the best is better than the initial
   *     policy
   */
  public record Variant(
      LeaveOneOut way, String group, double payment, double standardError, double epsilon) {}

  /**
   * What came out.
   *
   * @param samples of the joint policy
   * @param gap what the joint policy lacks of the optimum, estimated: each group's payment by a
   *     policy without it holds all of this
   * @param variants payments in other ways
   */
  public record Outcome(ScoredTexts samples, double gap, List<Variant> variants) {}

  /** Trains. */
  public Outcome play(List<StepListener> listeners) {
    WelfareScorer welfare = new WelfareScorer(groups, sizes, options.texts().rewardMap());
    List<ScoredTexts> checkpoints = new ArrayList<>();
    GameOptions.Training training = options.texts().training();
    boolean keep = training.leaveOneOut().contains(LeaveOneOut.CHECKPOINTS);
    train(
        policy,
        welfare,
        training.trainingSteps(),
        listeners,
        step -> {
          if (keep) {
            checkpoints.add(sample(policy));
          }
        });
    ScoredTexts joint = sample(policy);
    List<Variant> variants = new ArrayList<>();
    for (LeaveOneOut way : training.leaveOneOut()) {
      switch (way) {
        case IMPORTANCE -> {} // The bills themselves.
        case RETRAINED ->
            variants.addAll(trained(way, training.trainingSteps(), welfare, joint, listeners));
        case FEWER_STEPS ->
            variants.addAll(trained(way, training.leaveOneOutSteps(), welfare, joint, listeners));
        case CHECKPOINTS -> variants.addAll(checkpoints(checkpoints, joint));
        case WARM_START -> throw new IllegalStateException("refused when the options were read");
      }
    }
    return new Outcome(joint, gap(joint), variants);
  }

  private ScoredTexts sample(Policy of) {
    return ScoredTexts.trained(of, initial, prompts, options.texts(), groups, seeds);
  }

  private List<Variant> trained(
      LeaveOneOut way,
      long steps,
      WelfareScorer welfare,
      ScoredTexts joint,
      List<StepListener> listeners) {
    List<Variant> variants = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      try (CausalLm copy = initial.copy()) {
        Policy other = new Policy(copy, policy.encoder());
        if (steps > 0 && sizes.length > 1) {
          train(other, welfare.without(i), steps, listeners, step -> {});
        }
        variants.add(variant(way, i, sample(other), joint, gap(joint)));
      }
    }
    return variants;
  }

  /**
   * For each group the checkpoint that is best for the others. The group's report moved all of them
   * but the initial policy, so a lie may win up to what the best is better than that.
   */
  private List<Variant> checkpoints(List<ScoredTexts> checkpoints, ScoredTexts joint) {
    List<Variant> variants = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int group = i;
      ScoredTexts best =
          checkpoints.stream()
              .max(Comparator.comparingDouble(c -> mean(othersWelfare(c, group))))
              .orElseThrow();
      double epsilon =
          gap(joint)
              + mean(othersWelfare(best, i))
              - mean(othersWelfare(checkpoints.getFirst(), i));
      variants.add(variant(LeaveOneOut.CHECKPOINTS, i, best, joint, epsilon));
    }
    return variants;
  }

  private Variant variant(
      LeaveOneOut way, int group, ScoredTexts without, ScoredTexts joint, double epsilon) {
    double[] difference = othersWelfare(without, group);
    double[] with = othersWelfare(joint, group);
    Arrays.setAll(difference, x -> difference[x] - with[x]);
    double mean = mean(difference);
    double squares = Arrays.stream(difference).map(d -> (d - mean) * (d - mean)).sum();
    int n = difference.length;
    double error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0;
    return new Variant(way, groupNames.get(group), mean, error, epsilon);
  }

  /** What the joint policy lacks of the optimum: nobody can win more by moving it there. */
  private double gap(ScoredTexts joint) {
    RewardMap map = options.texts().rewardMap();
    List<SampleSet> sets = new ArrayList<>();
    for (int x = 0; x < joint.rows().size(); x++) {
      double[] ratios = Objects.requireNonNull(joint.rows().get(x).logRatios());
      int prompt = x;
      double[][] rewards =
          joint.scores().stream()
              .map(scores -> Arrays.stream(scores[prompt]).map(map::apply).toArray())
              .toArray(double[][]::new);
      sets.add(new SampleSet(rewards, new Origin.Scored(new double[ratios.length], ratios)));
    }
    return new SampledPayments(sizes, options.lambda()).gap(sets);
  }

  /** The others' rewards less lambda times the log ratio, mean over samples, [prompts]. */
  private double[] othersWelfare(ScoredTexts texts, int group) {
    double[] welfare = new double[texts.rows().size()];
    RewardMap map = options.texts().rewardMap();
    for (int x = 0; x < welfare.length; x++) {
      double[] ratios = Objects.requireNonNull(texts.rows().get(x).logRatios());
      double sum = -options.lambda() * Arrays.stream(ratios).sum();
      for (int j = 0; j < sizes.length; j++) {
        if (j != group) {
          sum += sizes[j] * Arrays.stream(texts.scores().get(j)[x]).map(map::apply).sum();
        }
      }
      welfare[x] = sum / ratios.length;
    }
    return welfare;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private void train(
      Policy trained,
      Scorer welfare,
      long steps,
      List<StepListener> listeners,
      Consumer<Long> evaluation) {
    GameOptions.Training how = options.texts().training();
    new PolicyTraining(
            new PolicyOptions(
                steps,
                Math.min(how.promptsPerStep(), prompts.size()),
                1,
                16,
                options.texts().maxNewTokens(),
                how.learningRate(),
                Math.min(5, steps),
                how.checkpointEvery(),
                0,
                AdamW.Options.DEFAULT),
            new Rloo(
                new Rloo.Options(
                    how.rolloutSamples(), options.lambda(), Rloo.Options.DEFAULT.clip())),
            welfare,
            CheckpointStore.NONE,
            listeners,
            stop)
        .train(trained, initial, prompts, seeds.child("training"), List.of(), evaluation);
  }
}
