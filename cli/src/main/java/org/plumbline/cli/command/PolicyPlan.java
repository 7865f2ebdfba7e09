package org.plumbline.cli.command;

import java.util.List;
import java.util.Locale;
import org.plumbline.align.policy.PolicyOptions;
import org.plumbline.bench.MatrixSpeed;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Progress;
import org.plumbline.core.data.Prompt;
import org.plumbline.lm.hub.ModelFolder;
import org.plumbline.lm.model.CausalLm;
import org.plumbline.lm.text.Tokenizer;

/** What it takes to align a policy: time and memory, without the rewards' own. */
final class PolicyPlan {
  /** Update 6, rollout 2, reference 2 operations a parameter and token. */
  private static final double OPERATIONS = 10;

  /** Rollout and reference of an evaluation. */
  private static final double EVALUATION_OPERATIONS = 4;

  /** Policy with gradients and AdamW's two moments, and the reference, four bytes each. */
  private static final double BYTES_PER_PARAMETER = 20;

  /** Weights that stay as they are, and are policy and reference at once. */
  private static final double BYTES_UNDER_ADAPTER = 4;

  private static final int PROMPTS_LOOKED_AT = 200;

  private PolicyPlan() {}

  /** The plan with lines for parameters, time and memory. */
  static Plan addTo(
      Plan plan,
      ModelFolder folder,
      List<Prompt> prompts,
      PolicyOptions options,
      int samples,
      int evaluationPrompts,
      boolean adapter) {
    try (CausalLm lm = folder.causalLm();
        Tokenizer tokenizer = folder.tokenizer()) {
      double parameters = lm.parameters().count();
      double length = promptTokens(tokenizer, prompts) + options.maxNewTokens();
      double trained = (double) options.steps() * options.promptsPerStep() * samples * length;
      long evaluations =
          2 + (options.evaluateEvery() > 0 ? options.steps() / options.evaluateEvery() : 0);
      double operations =
          OPERATIONS * parameters * trained
              + EVALUATION_OPERATIONS * parameters * evaluations * evaluationPrompts * length;
      int rows = Math.min(options.microbatchSize(), options.promptsPerStep() * samples);
      var shape = lm.configuration();
      double activations =
          TrainingPlan.activations(
              shape.path("num_hidden_layers").asLong(),
              shape.path("hidden_size").asLong(),
              shape.path("intermediate_size").asLong(),
              lm.vocabularySize());
      double weights = adapter ? BYTES_UNDER_ADAPTER : BYTES_PER_PARAMETER;
      double bytes = weights * parameters + 4 * activations * rows * length;
      return plan.with("parameters", "%,.0f", parameters)
          .with(
              "time",
              "about %s on this machine, without the rewards' own",
              Progress.duration(operations / (MatrixSpeed.measure(0.5) * TrainingPlan.EFFICIENCY)))
          .with("memory", "about %s", String.format(Locale.ROOT, "%.1f GB", bytes / 1e9 + 0.6));
    }
  }

  private static double promptTokens(Tokenizer tokenizer, List<Prompt> prompts) {
    return prompts.stream()
        .limit(PROMPTS_LOOKED_AT)
        .mapToInt(prompt -> tokenizer.encodeLiteral(prompt.text()).length)
        .average()
        .orElse(0);
  }
}
