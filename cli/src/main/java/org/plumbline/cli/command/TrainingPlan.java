package org.plumbline.cli.command;

import java.util.List;
import java.util.Locale;
import org.plumbline.align.sft.SupervisedOptions;
import org.plumbline.bench.MatrixSpeed;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.lm.text.EncodedText;

/** What a training on texts takes: steps, tokens, time, memory. */
final class TrainingPlan {
  /** Weights, gradients and AdamW's two moments, four bytes each. */
  private static final double BYTES_PER_PARAMETER = 16;

  /** Forward and backward take six operations a parameter and token (Kaplan et al. 2020). */
  private static final double OPERATIONS = 6;

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

  /**
   * A plan.
   *
   * @param activations floats kept for each token of a microbatch until the backward pass
   */
  static Plan of(
      long parameters,
      double activations,
      List<EncodedText> texts,
      SupervisedOptions training,
      long truncated) {
    long perEpoch = (texts.size() + training.batchSize() - 1L) / training.batchSize();
    long steps = training.steps(perEpoch);
    long tokens = texts.stream().mapToLong(EncodedText::length).sum();
    double seen = tokens * training.epochs();
    double seconds = OPERATIONS * parameters * seen / (MatrixSpeed.measure(0.5) * EFFICIENCY);
    int longest = texts.stream().mapToInt(EncodedText::length).max().orElse(1);
    double rows = Math.ceil((double) training.batchSize() / training.microbatches());
    double bytes = BYTES_PER_PARAMETER * parameters + 4 * activations * rows * longest;
    return Plan.empty()
        .with("parameters", "%,d", parameters)
        .with("texts", "%,d, of which %,d are cut", texts.size(), truncated)
        .with("tokens", "%,d, %.1f a text", tokens, (double) tokens / texts.size())
        .with(
            "steps",
            "%,d of %d texts in %d microbatches",
            steps,
            training.batchSize(),
            training.microbatches())
        .with("tokens to train on", "%,.0f", seen)
        .with("time", "about %s on this machine", Progress.duration(seconds))
        .with("memory", "about %s", String.format(Locale.ROOT, "%.1f GB", bytes / 1e9 + 0.6));
  }
}
