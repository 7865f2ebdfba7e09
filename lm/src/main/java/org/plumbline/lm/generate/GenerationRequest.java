package org.plumbline.lm.generate;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.plumbline.lm.text.Tokenizer;

/**
 * One text that is asked of an engine.
 *
 * @param prompt ids, BOS among them
 * @param sampling how tokens are drawn
 * @param maxNewTokens most tokens of the completion
 * @param endIds tokens that end it
 * @param stops where any of these appears in the completion's text, it ends
 * @param tokenizer makes the text in which they are looked for; null if there are none
 * @param random the text's own random stream
 * @param listener hears each token as it is drawn
 */
@SuppressWarnings("ArrayRecordComponent") // ids stay primitive; nobody compares requests
public record GenerationRequest(
    int[] prompt,
    Sampling sampling,
    int maxNewTokens,
    Set<Integer> endIds,
    List<String> stops,
    @Nullable Tokenizer tokenizer,
    SplittableRandom random,
    GenerationListener listener) {

  public GenerationRequest {
    endIds = Set.copyOf(endIds);
    stops = List.copyOf(stops);
    require(prompt.length > 0, "a prompt must have at least one token (got none)");
    require(maxNewTokens > 0, "max-new-tokens must be positive (got %d)", maxNewTokens);
    require(
        stops.isEmpty() || tokenizer != null,
        "stop strings are looked for in text, which needs a tokenizer; give one with them");
    require(
        stops.stream().noneMatch(String::isEmpty),
        "a stop string must not be empty: it would end every text at once");
  }

  /** Without stop strings, and nobody listens. */
  public GenerationRequest(
      int[] prompt,
      Sampling sampling,
      int maxNewTokens,
      Set<Integer> endIds,
      SplittableRandom random) {
    this(
        prompt, sampling, maxNewTokens, endIds, List.of(), null, random, GenerationListener.NOBODY);
  }

  /** The same with these stop strings. */
  public GenerationRequest withStops(List<String> strings, Tokenizer reader) {
    return new GenerationRequest(
        prompt, sampling, maxNewTokens, endIds, strings, reader, random, listener);
  }

  /** The same with this listener. */
  public GenerationRequest withListener(GenerationListener other) {
    return new GenerationRequest(
        prompt, sampling, maxNewTokens, endIds, stops, tokenizer, random, other);
  }
}
