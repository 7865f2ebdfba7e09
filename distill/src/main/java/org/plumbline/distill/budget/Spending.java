package org.plumbline.distill.budget;

/**
 * Money and tokens.
 *
 * @param cost in the currency of the prices
 * @param tokens read and written
 */
public record Spending(double cost, long tokens) {
  /** Nothing. */
  public static final Spending NOTHING = new Spending(0, 0);

  Spending plus(Spending other) {
    return new Spending(cost + other.cost, tokens + other.tokens);
  }

  Spending minus(Spending other) {
    return new Spending(cost - other.cost, tokens - other.tokens);
  }
}
