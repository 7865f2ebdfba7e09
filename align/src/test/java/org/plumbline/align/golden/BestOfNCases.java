package org.plumbline.align.golden;

import java.util.Arrays;
import java.util.Map;
import org.plumbline.core.math.BestOfN;
import org.plumbline.core.math.BestOfN.Ties;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** Estimates of best-of-n and its KL. */
final class BestOfNCases {
  private BestOfNCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("coefficients", c -> new BestOfN(c.integer("n")).coefficients(c.integer("N")))
        .handle("unbiased_estimate", "tie_average", c -> unbiased(c, Ties.AVERAGE))
        .handle("unbiased_estimate", "stable_last_index_wins", c -> unbiased(c, Ties.LAST))
        .handle(
            "unbiased_estimate", "stable_first_index_wins(argmax)", c -> unbiased(c, Ties.FIRST))
        .handle(
            "plug_in_estimate",
            "with_replacement_last_index_wins",
            c -> {
              BestOfN best = new BestOfN(c.integer("n"));
              double[] proxy = c.vector("proxy");
              return Map.of(
                  "proxy", best.plugIn(proxy, proxy, Ties.LAST),
                  "gold", best.plugIn(proxy, c.vector("gold"), Ties.LAST));
            })
        .handle(
            "kl_bound",
            "log_n-(n-1)/n",
            c ->
                Map.of(
                    "kl",
                    Arrays.stream(c.integers("n"))
                        .mapToDouble(n -> new BestOfN(n).klBound())
                        .toArray(),
                    "winRateBound",
                    Arrays.stream(c.integers("n"))
                        .mapToDouble(n -> new BestOfN(n).winRateBound())
                        .toArray()))
        .handle(
            "kl_bound",
            "continuous_policy_equals_integral",
            c -> new BestOfN(c.integer("n")).klBound())
        .handle(
            "kl_exact_discrete",
            "rewards_ascending",
            c -> {
              BestOfN best = new BestOfN(c.integer("n"));
              double[] probabilities = c.vector("probabilities");
              return Map.of(
                  "distribution", best.distribution(probabilities),
                  "kl", best.kl(probabilities),
                  "bound", best.klBound());
            });
  }

  private static Object unbiased(GoldenCase c, Ties ties) {
    BestOfN best = new BestOfN(c.integer("n"));
    double[] proxy = c.vector("proxy");
    return Map.of(
        "proxy", best.unbiased(proxy, proxy, ties),
        "gold", best.unbiased(proxy, c.vector("gold"), ties));
  }
}
