package org.plumbline.lm.generate;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.model.CausalLm;

/**
 * Samples completions of many prompts by a {@link GenerationEngine} of its own.
 *
 * <p>Prompts may differ in length; each sequence has its own random stream.
 */
public final class Generator {

  /**
   * How tokens are drawn.
   *
   * @param maxNewTokens most tokens of a completion
   * @param temperature divides the logits; 0 takes the most probable token
   * @param topK only so many most probable tokens are drawn from; 0 is all
   * @param topP only the fewest most probable tokens whose mass reaches this are drawn from; 1 is
   *     all
   * @param batchSize most sequences at once
   * @param rules further penalties, bans and cuts; temperature, top-k and top-p run at their places
   *     among them
   */
  public record Options(
      int maxNewTokens,
      double temperature,
      int topK,
      double topP,
      int batchSize,
      LogitsProcessors rules) {
    /** The policy itself: no truncation, temperature 1. */
    public static final Options DEFAULT = new Options(32, 1.0, 0, 1.0, 64);

    /** Without further rules. */
    public Options(int maxNewTokens, double temperature, int topK, double topP, int batchSize) {
      this(maxNewTokens, temperature, topK, topP, batchSize, LogitsProcessors.NONE);
    }

    /** The same with these further rules. */
    public Options withRules(LogitsProcessors further) {
      return new Options(maxNewTokens, temperature, topK, topP, batchSize, further);
    }

    /** How tokens are drawn. */
    public Sampling sampling() {
      return new Sampling(temperature, topK, topP, rules);
    }

    public Options {
      require(maxNewTokens > 0, "max-new-tokens must be positive (got %d)", maxNewTokens);
      require(
          batchSize > 0,
          "the generation batch must hold at least one sequence (got %d)",
          batchSize);
      new Sampling(temperature, topK, topP, rules);
    }
  }

  private final CausalLm lm;
  private final Options options;

  public Generator(CausalLm lm, Options options) {
    this.lm = lm;
    this.options = options;
  }

  /**
   * One completion for each prompt, in their order.
   *
   * @param prompts ids of each prompt, BOS among them; each shorter than the model's context. What
   *     stands there several times is read once
   * @param seeds sequence i draws from the child of number i, whatever else is in the batch
   * @throws FailedException if the model's probabilities are no numbers
   */
  public List<Completion> generate(List<int[]> prompts, Seeds seeds) {
    if (prompts.isEmpty()) {
      return List.of();
    }
    GenerationEngine.Options slots =
        GenerationEngine.Options.ofSlots(Math.min(prompts.size(), options.batchSize()));
    try (GenerationEngine engine = new GenerationEngine(lm, slots)) {
      List<Generation> texts = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        texts.add(
            engine.submit(
                new GenerationRequest(
                    prompts.get(i),
                    options.sampling(),
                    options.maxNewTokens(),
                    lm.endId() < 0 ? Set.of() : Set.of(lm.endId()),
                    seeds.child("sequence", i).stream("tokens"))));
      }
      engine.run();
      return texts.stream().map(Generation::completion).toList();
    }
  }
}
