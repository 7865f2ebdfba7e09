package org.plumbline.cli.command;

import java.util.List;
import java.util.Locale;
import org.plumbline.align.sft.SupervisedOptions;
import org.plumbline.align.sft.TrainingText;
import org.plumbline.bench.MatrixSpeed;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.optim.AdamW;

/** What a training on texts takes: steps, tokens, time, memory. */
final class TrainingPlan {
  /** Forward and backward take six operations a parameter and token (Kaplan et al. 2020). */
  private static final double OPERATIONS = 6;

  /** Frozen weights get no gradients of their own. */
  private static final double OPERATIONS_FROZEN = 4;

  /** Share of the speed of large matrices that small models reach. */
  static final double EFFICIENCY = 0.35;

  private TrainingPlan() {}

  /**
   * Floats that a Llama keeps for each token: ten of the hidden width and four of the inner one a
   * block, three for each logit.
   */
  static double activations(long layers, long hidden, long inner, long vocabulary) {
    return layers * (10.0 * hidden + 4.0 * inner) + 3.0 * vocabulary;
  }

  /** The same without the logits, which stand in memory part by part in a training on texts. */
  static double blocks(long layers, long hidden, long inner, boolean recompute) {
    double block = activations(1, hidden, inner, 0);
    return recompute ? layers * (double) hidden + block : layers * block;
  }

  /**
   * A plan.
   *
   * @param parameters of the model
   * @param trained how many of them get gradients and optimiser state, or those of an adapter
   * @param activations floats kept for each token of a microbatch until the backward pass
   */
  static Plan of(
      long parameters,
      long trained,
      double activations,
      List<TrainingText> texts,
      SupervisedOptions training,
      long cut) {
    int[] lengths = texts.stream().mapToInt(TrainingText::length).toArray();
    long perEpoch = training.order(lengths, new Seeds(0)).stepsPerEpoch();
    long steps = training.steps(perEpoch);
    long tokens = texts.stream().mapToLong(TrainingText::length).sum();
    long targets = texts.stream().mapToLong(TrainingText::targets).sum();
    double seen = tokens * training.epochs();
    double operations = trained < parameters ? OPERATIONS_FROZEN : OPERATIONS;
    double seconds = operations * parameters * seen / (MatrixSpeed.measure(0.5) * EFFICIENCY);
    int row =
        training.packLength() > 0
            ? training.packLength()
            : texts.stream().mapToInt(TrainingText::length).max().orElse(1);
    double rows = Math.ceil((double) training.batchSize() / training.microbatches());
    double state = training.optimizer() instanceof AdamW.Options ? 12 : 4;
    double bytes = 4.0 * parameters + state * trained + 4 * activations * rows * row;
    return Plan.empty()
        .with("parameters", "%,d", parameters)
        .with("trained", "%,d", trained)
        .with("texts", "%,d, of which %,d are cut", texts.size(), cut)
        .with(
            "tokens",
            "%,d, %.1f a text, %,d of them learned",
            tokens,
            (double) tokens / texts.size(),
            targets)
        .with(
            "steps",
            "%,d of %d rows in %d microbatches",
            steps,
            training.batchSize(),
            training.microbatches())
        .with("tokens to train on", "%,.0f", seen)
        .with("time", "about %s on this machine", Progress.duration(seconds))
        .with("memory", "about %s", String.format(Locale.ROOT, "%.1f GB", bytes / 1e9 + 0.8));
  }
}
