package org.plumbline.distill.llm;

import static org.plumbline.core.error.Require.require;

import java.util.OptionalDouble;
import org.plumbline.core.options.Option;

/**
 * What tokens cost.
 *
 * @param prompt of a million tokens that are read; empty if nobody said
 * @param completion of a million tokens that are written; empty if nobody said
 * @param currency of both
 */
public record Prices(
    @Option("price of a million prompt tokens; 0 is free, none is unknown") OptionalDouble prompt,
    @Option("price of a million completion tokens") OptionalDouble completion,
    @Option("the currency of both") String currency) {
  private static final double UNIT = 1e6;

  /** Nobody said what they are. */
  public static final Prices UNKNOWN =
      new Prices(OptionalDouble.empty(), OptionalDouble.empty(), "USD");

  /** Of a model in this process. */
  public static final Prices FREE = new Prices(OptionalDouble.of(0), OptionalDouble.of(0), "USD");

  public Prices {
    require(
        prompt.orElse(0) >= 0 && completion.orElse(0) >= 0,
        "prices must not be negative (got %s and %s)",
        prompt.orElse(0),
        completion.orElse(0));
    require(
        prompt.isPresent() == completion.isPresent(),
        "price-prompt and price-completion must be given both or neither; 0 is free");
  }

  /** Whether they are known. */
  public boolean known() {
    return prompt.isPresent();
  }

  /** What so many tokens cost; 0 if nobody knows. */
  public double of(long promptTokens, long completionTokens) {
    return (promptTokens * prompt.orElse(0) + completionTokens * completion.orElse(0)) / UNIT;
  }
}
