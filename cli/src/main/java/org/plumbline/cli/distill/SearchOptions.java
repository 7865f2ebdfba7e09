package org.plumbline.cli.distill;

import org.plumbline.core.options.Option;
import org.plumbline.distill.optimize.OptimizerOptions;

/**
 * How prompts are searched; see {@link OptimizerOptions}.
 *
 * @param language of what writer and judge are told, and of the included prompts
 * @param writerTokens most tokens of a reply of the writer of prompts
 */
public record SearchOptions(
    @Option("rounds of new prompts") int iterations,
    @Option("best prompts that each round starts from") int top,
    @Option("random judgements that a reflection is shown") int feedback,
    @Option("order in which resampling shows prompts") OptimizerOptions.Order order,
    @Option("language of what the models are told: en or zh") String language,
    @Option("most tokens of a reply of the writer of prompts") int writerTokens) {
  /** As the paper searches. */
  public static final SearchOptions DEFAULT = of(OptimizerOptions.DEFAULT);

  public SearchOptions {
    var unused =
        options(
            iterations,
            top,
            feedback,
            order,
            language,
            writerTokens,
            OptimizerOptions.DEFAULT.longest());
  }

  private static SearchOptions of(OptimizerOptions d) {
    return new SearchOptions(
        d.iterations(), d.top(), d.feedback(), d.order(), d.language(), d.maxTokens());
  }

  /** All of them, for role prompts. */
  public OptimizerOptions options() {
    return options(OptimizerOptions.DEFAULT.longest());
  }

  /**
   * All of them.
   *
   * @param longest most characters of a prompt
   */
  public OptimizerOptions options(int longest) {
    return options(iterations, top, feedback, order, language, writerTokens, longest);
  }

  private static OptimizerOptions options(
      int iterations,
      int top,
      int feedback,
      OptimizerOptions.Order order,
      String language,
      int writerTokens,
      int longest) {
    OptimizerOptions d = OptimizerOptions.DEFAULT;
    return new OptimizerOptions(
        iterations,
        top,
        feedback,
        order,
        language,
        longest,
        d.tries(),
        d.leastCoverage(),
        d.mostFailures(),
        d.temperature(),
        writerTokens);
  }
}
