package org.plumbline.mechanism.reserve;

import static org.plumbline.mechanism.InvalidGameException.unless;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Reserve prices: a group is served, that is, counts in the training and may use the model, only if
 * that is worth its price.
 *
 * <p>The set that is served maximises welfare less the prices of its members, which is again an
 * affine maximiser, now over sets and policies. Truth therefore stays a dominant strategy, a group
 * that is served pays at least its price, and one that is not served pays nothing. Prices are
 * published before any report.
 *
 * @param prices of the groups, not negative
 */
public record ReservePrices(double[] prices) {
  private static final int MOST_GROUPS = 16;

  /** Checks the prices. */
  public ReservePrices {
    prices = prices.clone();
    unless(
        Arrays.stream(prices).allMatch(p -> p >= 0 && Double.isFinite(p)),
        "reserve prices must not be negative (got %s); 0 serves everybody",
        Arrays.toString(prices));
    unless(
        prices.length <= MOST_GROUPS,
        "every set of groups is tried, so at most %d groups can have reserve prices (got %d)",
        MOST_GROUPS,
        prices.length);
  }

  /**
   * Who is served, and what each group's presence takes from the others.
   *
   * @param groups whether each is served
   * @param welfare of the set that is served, less its prices
   * @param without the best such welfare of a set that lacks the group, [groups]
   */
  public record Served(boolean[] groups, double welfare, double[] without) {

    /**
     * What a group pays: the best for the others and the provider without it, less what they have
     * with it.
     *
     * @param value of the whole group under the outcome: size times reward of a member
     */
    public double payment(int group, double value) {
      return groups[group] ? without[group] - (welfare - value) : 0;
    }
  }

  /**
   * Chooses.
   *
   * @param welfare of the best policy for a set of groups, rewards weighted by size less lambda KL;
   *     0 for nobody
   */
  public Served serve(ToDoubleFunction<boolean[]> welfare) {
    int n = prices.length;
    double[] best = new double[n];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    int chosen = 0;
    double most = Double.NEGATIVE_INFINITY;
    // From everybody down to nobody, so that among equals more are served.
    for (int set = (1 << n) - 1; set >= 0; set--) {
      double net = welfare.applyAsDouble(members(set)) - price(set);
      if (net > most) {
        most = net;
        chosen = set;
      }
      for (int i = 0; i < n; i++) {
        if ((set >> i & 1) == 0) {
          best[i] = Math.max(best[i], net);
        }
      }
    }
    return new Served(members(chosen), most, best);
  }

  private boolean[] members(int set) {
    boolean[] members = new boolean[prices.length];
    for (int i = 0; i < members.length; i++) {
      members[i] = (set >> i & 1) == 1;
    }
    return members;
  }

  private double price(int set) {
    double sum = 0;
    for (int i = 0; i < prices.length; i++) {
      sum += (set >> i & 1) * prices[i];
    }
    return sum;
  }
}
