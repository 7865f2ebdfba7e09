package org.plumbline.distill.optimize;

import static org.plumbline.core.error.Require.require;

import org.plumbline.core.chat.ChatSampling;
import org.plumbline.core.options.Option;
import org.plumbline.distill.judge.JudgeOptions;

/**
 * How prompts are searched; the defaults are those of CourseGPT-zh, section 4.2.
 *
 * @param iterations rounds of new prompts; 3 in the paper
 * @param top best prompts that each round starts from; 5 in the paper
 * @param feedback random judgements that a reflection is shown; 5 in the paper
 * @param order in which resampling shows the prompts; descending in the paper
 * @param language of what the writer of prompts is told
 * @param longest most characters of a prompt
 * @param tries calls for one set of new prompts until it is complete
 * @param leastCoverage share of items that a prompt needs a score for
 * @param mostFailures share of failed items at which the search stops
 * @param temperature of the writer of prompts; 1 in OPRO and PromptAgent
 * @param maxTokens of a reply of the writer of prompts
 */
public record OptimizerOptions(
    @Option("rounds of new prompts") int iterations,
    @Option("best prompts that each round starts from") int top,
    @Option("random judgements that a reflection is shown") int feedback,
    @Option("order in which resampling shows prompts") Order order,
    @Option("language of what the writer of prompts is told: en or zh") String language,
    @Option("most characters of a prompt") int longest,
    @Option("calls for one set of new prompts until it is complete") int tries,
    @Option("share of items that a prompt needs a score for") double leastCoverage,
    @Option("share of failed items at which the search stops") double mostFailures,
    @Option("temperature of the writer of prompts") double temperature,
    @Option("most tokens of a reply of the writer of prompts") int maxTokens) {
  /** As the paper searches; what it leaves open is our choice. */
  public static final OptimizerOptions DEFAULT =
      new OptimizerOptions(3, 5, 5, Order.DESCENDING, "en", 1000, 3, 0.8, 0.3, 1, 2048);

  /** An order of prompts by their scores. */
  public enum Order {
    /** Best first, as in the paper. */
    DESCENDING,
    /** Best last, as in OPRO. */
    ASCENDING
  }

  public OptimizerOptions {
    JudgeOptions.requireLanguage(language);
    require(iterations >= 1, "iterations must be at least 1 (got %d)", iterations);
    require(top >= 1, "top must be at least 1 (got %d)", top);
    require(feedback >= 1, "feedback must be at least 1 judgement (got %d)", feedback);
    require(tries >= 1, "tries must be at least 1 (got %d)", tries);
    require(longest >= 50, "the longest prompt must have at least 50 characters (got %d)", longest);
    require(
        leastCoverage > 0 && leastCoverage <= 1,
        "least-coverage is a share in (0, 1] (got %s)",
        leastCoverage);
    require(
        mostFailures >= 0 && mostFailures <= 1,
        "most-failures is a share in [0, 1] (got %s)",
        mostFailures);
    ChatSampling.at(temperature, maxTokens);
  }
}
