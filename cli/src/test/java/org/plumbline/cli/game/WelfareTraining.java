package org.plumbline.cli.game;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.plumbline.align.loop.CheckpointStore;
import org.plumbline.align.loop.Optimization;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.align.loop.TrainedWeights;
import org.plumbline.align.policy.Policy;
import org.plumbline.align.policy.PolicyOptions;
import org.plumbline.align.policy.PolicyTraining;
import org.plumbline.align.policy.Rloo;
import org.plumbline.core.math.LearningRateSchedule;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.Scorer;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.optim.AdamW;
import org.plumbline.lm.tensor.Tensor;

/** Trains a policy over enumerated texts on a reward less lambda times KL to the initial policy. */
sealed interface WelfareTraining {

  /** How far, in the same form for both. */
  record Length(long steps, long every, double learningRate) {}

  /**
   * Trains in place.
   *
   * @param initial frozen
   * @param reward of each text
   * @return the distribution before the first step, and after each {@code every} steps
   */
  List<double[]> train(
      EnumeratedTexts texts,
      CausalLm trained,
      CausalLm initial,
      double[] reward,
      double lambda,
      Length length);

  /** By RLOO from samples, as {@link TrainedGame} does. */
  record Sampled(int samples, Seeds seeds) implements WelfareTraining {
    @Override
    public List<double[]> train(
        EnumeratedTexts texts,
        CausalLm trained,
        CausalLm initial,
        double[] reward,
        double lambda,
        Length length) {
      Map<String, Double> byText = new HashMap<>();
      for (int x = 0; x < reward.length; x++) {
        byText.put(texts.texts().get(x), reward[x]);
      }
      Scorer scorer =
          exchanges ->
              exchanges.stream()
                  .mapToDouble(e -> Objects.requireNonNull(byText.get(e.completion())))
                  .toArray();
      PolicyOptions options =
          new PolicyOptions(
              length.steps(),
              1,
              1,
              16,
              texts.length(),
              length.learningRate(),
              Math.min(5, length.steps()),
              length.every(),
              0,
              AdamW.Options.DEFAULT);
      List<double[]> checkpoints = new ArrayList<>();
      new PolicyTraining(
              options,
              new Rloo(new Rloo.Options(samples, lambda, Rloo.Options.DEFAULT.clip())),
              scorer,
              CheckpointStore.NONE,
              List.of(),
              StopSignal.NEVER)
          .train(
              new Policy(trained, texts.policy().encoder()),
              initial,
              EnumeratedTexts.PROMPTS,
              seeds.child("training"),
              List.of(),
              step -> checkpoints.add(texts.distribution(trained)));
      return checkpoints;
    }
  }

  /** By the gradient of the welfare itself, summed over all texts: no chance is left. */
  record Summed() implements WelfareTraining {
    @Override
    public List<double[]> train(
        EnumeratedTexts texts,
        CausalLm trained,
        CausalLm initial,
        double[] reward,
        double lambda,
        Length length) {
      double[] before = texts.distribution(initial);
      List<double[]> checkpoints = new ArrayList<>();
      checkpoints.add(texts.distribution(trained));
      TrainedWeights weights = TrainedWeights.all(trained);
      try (TrainedWeights.Training training = weights.begin();
          Optimization optimization =
              new Optimization(
                  weights.tensors(),
                  AdamW.Options.DEFAULT,
                  length.learningRate(),
                  new LearningRateSchedule.ConstantWithWarmup(Math.min(5, length.steps())),
                  List.of())) {
        for (long step = 1; step <= length.steps(); step++) {
          optimization.update(1, i -> loss(texts.logProbs(trained), before, reward, lambda));
          if (step % length.every() == 0) {
            checkpoints.add(texts.distribution(trained));
          }
        }
      }
      return checkpoints;
    }

    private static Tensor loss(Tensor logProbs, double[] before, double[] reward, double lambda) {
      int n = reward.length;
      Tensor ratios = logProbs.minus(Tensor.of(before, n));
      return logProbs.exp().times(ratios.times(lambda).minus(Tensor.of(reward, n))).sum();
    }
  }
}
