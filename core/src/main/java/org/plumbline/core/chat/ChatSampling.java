package org.plumbline.core.chat;

import static org.plumbline.core.error.Require.require;

import java.util.List;
import java.util.OptionalLong;

/**
 * How an answer is drawn.
 *
 * @param temperature divides the logits; 0 takes the most probable token
 * @param topP only the fewest most probable tokens whose mass reaches this are drawn from; 1 is all
 * @param maxTokens most tokens of the answer
 * @param stop the answer ends where one of these texts appears, which is left out
 * @param seed of the draw, for engines that honour one
 */
public record ChatSampling(
    double temperature, double topP, int maxTokens, List<String> stop, OptionalLong seed) {
  public ChatSampling {
    stop = List.copyOf(stop);
    require(
        temperature >= 0 && Double.isFinite(temperature),
        "temperature must not be negative (got %s); 0 takes the most probable token",
        temperature);
    require(topP > 0 && topP <= 1, "top-p must lie in (0, 1] (got %s); 1 is all tokens", topP);
    require(maxTokens > 0, "max-tokens must be positive (got %d)", maxTokens);
  }

  /** The most probable tokens, at most so many. */
  public static ChatSampling greedy(int maxTokens) {
    return new ChatSampling(0, 1, maxTokens, List.of(), OptionalLong.empty());
  }

  /** Drawn at this temperature. */
  public static ChatSampling at(double temperature, int maxTokens) {
    return new ChatSampling(temperature, 1, maxTokens, List.of(), OptionalLong.empty());
  }

  /** The same with this seed. */
  public ChatSampling withSeed(long other) {
    return new ChatSampling(temperature, topP, maxTokens, stop, OptionalLong.of(other));
  }
}
