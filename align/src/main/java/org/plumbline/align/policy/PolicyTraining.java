package org.plumbline.align.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.Checkpointable;
import org.plumbline.align.loop.EpochOrder;
import org.plumbline.align.loop.LengthOrder;
import org.plumbline.align.loop.Optimization;
import org.plumbline.align.loop.Step;
import org.plumbline.align.loop.StepListener;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.align.loop.TrainingLoop;
import org.plumbline.align.loop.UpdateObserver;
import org.plumbline.core.data.Prompt;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.generate.Completion;
import org.plumbline.lm.generate.Generator;
import org.plumbline.lm.model.CausalLm;

/**
 * Aligns a policy: sample, score, ask the method for advantages, update, and now and then evaluate.
 *
 * <p>The method brings the mathematics, an {@link ElasticReset} may watch the updates, the loop
 * brings seeds and checkpoints; this file is the order in which they act.
 */
public final class PolicyTraining {
  /**
   * Rollout and training compute the same numbers by other kernels: equal to a few units in the
   * fourth digit.
   */
  private static final double RATIO_TOLERANCE = 0.02;

  private final PolicyOptions options;
  private final PolicyMethod method;
  private final Scorer proxy;
  private final CheckpointStore store;
  private final List<StepListener> listeners;
  private final StopSignal stop;

  public PolicyTraining(
      PolicyOptions options,
      PolicyMethod method,
      Scorer proxy,
      CheckpointStore store,
      List<StepListener> listeners,
      StopSignal stop) {
    this.options = options;
    this.method = method;
    this.proxy = proxy;
    this.store = store;
    this.listeners = List.copyOf(listeners);
    this.stop = stop;
  }

  /**
   * Trains the policy in place.
   *
   * @param reference the frozen initial policy, to which KL is measured
   * @param prompts each short enough for as many new tokens as are wanted
   * @param resets Elastic Reset and the like; those that have state are part of checkpoints
   * @param evaluation called before the first step with 0, then with the step's number whenever an
   *     evaluation is due
   */
  public void train(
      Policy policy,
      CausalLm reference,
      List<Prompt> prompts,
      Seeds seeds,
      List<UpdateObserver> resets,
      Consumer<Long> evaluation) {
    TrainedWeights all = TrainedWeights.all(policy.lm());
    train(policy, all, reference, prompts, seeds, resets, evaluation);
  }

  /**
   * Trains weights of the policy in place.
   *
   * @param weights all weights, or those of an adapter over the policy's model, without dropout
   * @param reference as above; the model without its adapter, if that is what is trained
   */
  public void train(
      Policy policy,
      TrainedWeights weights,
      CausalLm reference,
      List<Prompt> prompts,
      Seeds seeds,
      List<UpdateObserver> resets,
      Consumer<Long> evaluation) {
    policy.requireRoom(prompts, options.maxNewTokens());
    EpochOrder order = new EpochOrder(lengths(policy, prompts), options.promptsPerStep(), seeds);
    Generator.Options generation =
        new Generator.Options(
            options.maxNewTokens(), 1.0, 0, 1.0, options.promptsPerStep() * method.samples());
    try (TrainedWeights.Training training = weights.begin();
        Optimization optimization =
            new Optimization(
                weights.tensors(),
                options.optimizer(),
                options.learningRate(),
                new LearningRateSchedule.ConstantWithWarmup(options.warmupSteps()),
                resets)) {
      List<Checkpointable> parts = new ArrayList<>();
      parts.add(Checkpointable.of("model", weights.tensors()));
      parts.add(optimization);
      resets.stream()
          .filter(Checkpointable.class::isInstance)
          .map(Checkpointable.class::cast)
          .forEach(parts::add);
      TrainingLoop.Options loop =
          new TrainingLoop.Options(options.steps(), options.checkpointEvery());
      new TrainingLoop(loop, seeds, parts, store, listeners, stop)
          .run(
              step -> {
                if (step.number() == 1) {
                  evaluation.accept(0L);
                }
                int[] rows = order.batch(step.number());
                step.rows("prompts", Arrays.stream(rows).map(row -> row + 1));
                List<Prompt> asked = Arrays.stream(rows).mapToObj(prompts::get).toList();
                Rollout rollout =
                    Rollout.sample(
                        policy, asked, method.samples(), generation, step.seeds().child("rollout"));
                ScoredRollout scored =
                    ScoredRollout.of(rollout, proxy, reference, options.microbatchSize());
                double[] advantages = method.advantages(scored);
                update(step, policy.lm(), optimization, rollout, advantages);
                PolicyDiagnostics.record(step, scored);
                if (step.number() == options.steps()
                    || (options.evaluateEvery() > 0
                        && step.number() % options.evaluateEvery() == 0)) {
                  evaluation.accept(step.number());
                }
              });
    }
  }

  /** One update for each minibatch; on the first the policy is still the one that sampled. */
  private void update(
      Step step, CausalLm lm, Optimization optimization, Rollout rollout, double[] advantages) {
    int perMinibatch = (rollout.size() + options.minibatches() - 1) / options.minibatches();
    double loss = 0;
    double norm = 0;
    int[] lengths = Completion.lengths(rollout.completions());
    for (int from = 0; from < rollout.size(); from += perMinibatch) {
      boolean first = from == 0;
      int[] minibatch = byLength(lengths, from, Math.min(rollout.size(), from + perMinibatch));
      int count = minibatch.length;
      int microbatches = (count + options.microbatchSize() - 1) / options.microbatchSize();
      Optimization.Update update =
          optimization.update(
              microbatches,
              i -> {
                int low = i * options.microbatchSize();
                int[] rows =
                    Arrays.copyOfRange(
                        minibatch, low, Math.min(count, low + options.microbatchSize()));
                PolicyBatch batch =
                    PolicyBatch.of(lm, rollout.completions(), advantages, rows, count);
                if (first) {
                  requireOnPolicy(step, batch);
                }
                return method.loss(batch);
              });
      loss += update.loss();
      norm = Math.max(norm, update.gradientNorm());
    }
    step.record("loss", loss / options.minibatches());
    step.record("gradient_norm", norm);
  }

  /** The rows of a minibatch, so that its microbatches hold texts of similar length. */
  private static int[] byLength(int[] lengths, int from, int to) {
    return Arrays.stream(LengthOrder.shortestFirst(Arrays.copyOfRange(lengths, from, to)))
        .map(row -> from + row)
        .toArray();
  }

  /**
   * Rule 6 of the architecture: on the first minibatch every ratio is 1, or rollout and training
   * disagree.
   */
  private static void requireOnPolicy(Step step, PolicyBatch batch) {
    double worst = 0;
    for (float value : batch.logProbs().detach().minus(batch.oldLogProbs()).toFloats()) {
      worst = Math.max(worst, Math.abs(value));
    }
    if (!(worst < RATIO_TOLERANCE)) {
      throw new FailedException(
          ("the log-probability of a sampled token differs by %.3g between rollout and training (at most %s is"
                  + " rounding); the model computes differently with and without its cache, which is a fault of ours:"
                  + " please report it")
              .formatted(worst, RATIO_TOLERANCE));
    }
    step.record("first_ratio_error", Math.expm1(worst));
  }

  private static int[] lengths(Policy policy, List<Prompt> prompts) {
    return prompts.stream()
        .mapToInt(prompt -> policy.encoder().encodePrompt(prompt.text()).ids().length)
        .toArray();
  }
}
