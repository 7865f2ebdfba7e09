package org.plumbline.distill.budget;

import static org.plumbline.core.error.Require.require;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The most that may be spent.
 *
 * @param cost in the currency of the prices; empty is no limit
 * @param tokens read and written; empty is no limit
 */
public record SpendingLimits(OptionalDouble cost, OptionalLong tokens) {
  /** No limit. */
  public static final SpendingLimits NONE =
      new SpendingLimits(OptionalDouble.empty(), OptionalLong.empty());

  public SpendingLimits {
    require(
        cost.isEmpty() || cost.getAsDouble() > 0,
        "the most that may be spent must be positive (got %s); leave it out for no limit",
        cost.orElse(0));
    require(
        tokens.isEmpty() || tokens.getAsLong() > 0,
        "the most tokens must be positive (got %d); leave them out for no limit",
        tokens.orElse(0));
  }

  boolean hold(Spending spending) {
    return spending.cost() <= cost.orElse(Double.POSITIVE_INFINITY)
        && spending.tokens() <= tokens.orElse(Long.MAX_VALUE);
  }
}
