package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.plumbline.core.options.Option;
import org.plumbline.lm.generate.LogitsProcessor;
import org.plumbline.lm.generate.LogitsProcessors;
import org.plumbline.lm.generate.Sampling;

/** How the next token is drawn. */
public record SamplingOptions(
    @Option("divides the logits; 0 takes the most probable token") double temperature,
    @Option("only so many most probable tokens; 0: all") int topK,
    @Option("only the most probable tokens with this mass") double topP,
    @Option("only tokens this share as probable as the best; 0: all") double minP,
    @Option("only the tokens of typical surprise with this mass; 1: all") double typicalP,
    @Option("above 1: tokens that were there become less likely") double repetitionPenalty,
    @Option("runs of so many tokens are not repeated; 0: they may be") int noRepeatNgram,
    @Option("a completion does not end before so many tokens") int minNewTokens) {
  /** The policy itself. */
  public static final SamplingOptions PLAIN = new SamplingOptions(1, 0, 1, 0, 1, 1, 0, 0);

  public SamplingOptions {
    require(typicalP > 0 && typicalP <= 1, "typical-p must lie in (0, 1] (got %s)", typicalP);
    require(minP >= 0 && minP <= 1, "min-p must lie in [0, 1] (got %s)", minP);
    require(noRepeatNgram >= 0, "no-repeat-ngram must not be negative (got %d)", noRepeatNgram);
    require(minNewTokens >= 0, "min-new-tokens must not be negative (got %d)", minNewTokens);
    new Sampling(temperature, topK, topP, LogitsProcessors.NONE);
    new LogitsProcessor.RepetitionPenalty(repetitionPenalty);
  }

  /**
   * The same for an engine.
   *
   * @param endIds tokens that end a text
   */
  Sampling sampling(Set<Integer> endIds) {
    List<LogitsProcessor> rules = new ArrayList<>();
    if (repetitionPenalty != 1) {
      rules.add(new LogitsProcessor.RepetitionPenalty(repetitionPenalty));
    }
    if (noRepeatNgram > 0) {
      rules.add(new LogitsProcessor.NoRepeatNgram(noRepeatNgram));
    }
    if (minNewTokens > 0) {
      rules.add(new LogitsProcessor.MinNewTokens(minNewTokens, endIds));
    }
    if (minP > 0) {
      rules.add(new LogitsProcessor.MinP(minP, 1));
    }
    if (typicalP < 1) {
      rules.add(new LogitsProcessor.Typical(typicalP, 1));
    }
    return new Sampling(temperature, topK, topP, LogitsProcessors.of(rules));
  }
}
