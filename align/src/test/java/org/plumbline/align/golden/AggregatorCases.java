package org.plumbline.align.golden;

import static org.plumbline.core.error.Require.require;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.score.Aggregator.Between;
import org.plumbline.core.score.MemberStandardisation;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** From the scores of members to one. */
final class AggregatorCases {
  private AggregatorCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle(
            "aggregate",
            c ->
                Arrays.stream(rectangular(c.matrix("scores")))
                    .mapToDouble(aggregator(c)::combine)
                    .toArray())
        .handle("normalise", AggregatorCases::standardise);
  }

  private static Aggregator aggregator(GoldenCase c) {
    String variant = c.variant();
    if (variant.startsWith("quantile_")) {
      return new Aggregator.Quantile(
          c.number("q"), Between.valueOf(c.text("interpolation").toUpperCase(Locale.ROOT)));
    }
    if (variant.startsWith("mean_minus_std_")) {
      return new Aggregator.MeanMinusStd(c.number("lambda"), c.integer("ddof"));
    }
    if (variant.startsWith("uwo_mean_minus_var_")) {
      return new Aggregator.MeanMinusVariance(c.number("lambda"), c.integer("ddof"));
    }
    return switch (variant) {
      case "mean" -> new Aggregator.Mean();
      case "min(worst case, WCO)" -> new Aggregator.Min();
      case "max" -> new Aggregator.Max();
      case "median_midpoint" -> new Aggregator.Median();
      case "median_lower(torch.median)" -> new Aggregator.Quantile(0.5, Between.LOWER);
      default -> throw new IllegalArgumentException("no such aggregator: " + variant);
    };
  }

  private static double[][] rectangular(double[][] scores) {
    for (double[] row : scores) {
      require(
          row.length == scores[0].length,
          "each text needs a score from each member (got %d and %d)",
          scores[0].length,
          row.length);
    }
    return scores;
  }

  private static Object standardise(GoldenCase c) {
    var standardisation = MemberStandardisation.fit(c.matrix("reference"), c.integer("ddof"));
    return Map.of(
        "mean", standardisation.means(),
        "std", standardisation.standardDeviations(),
        "scores",
            Arrays.stream(c.matrix("scores")).map(standardisation::apply).toArray(double[][]::new));
  }
}
