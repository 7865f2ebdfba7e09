package org.plumbline.align.golden;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.HypothesisTest;
import org.plumbline.core.stats.HypothesisTest.Continuity;
import org.plumbline.core.stats.ParetoFrontier;
import org.plumbline.core.stats.ParetoFrontier.Point;
import org.plumbline.testkit.GoldenCase;
import org.plumbline.testkit.GoldenSuite;

/** Intervals, tests and the Pareto frontier. */
final class StatisticsCases {
  private StatisticsCases() {}

  static void register(GoldenSuite suite) {
    suite
        .handle("wilson_interval", "no_continuity", StatisticsCases::wilson)
        .handle(
            "paired_t",
            "two_sided",
            c -> {
              HypothesisTest test = HypothesisTest.pairedT(c.vector("a"), c.vector("b"));
              return Map.of("t", test.statistic(), "df", test.degrees(), "p", test.p());
            })
        .handle(
            "mcnemar", "exact", c -> p(HypothesisTest.mcNemarExact(c.integer("b"), c.integer("c"))))
        .handle("mcnemar", "chi2_edwards_correction", c -> mcNemar(c, Continuity.EDWARDS))
        .handle("mcnemar", "chi2_uncorrected", c -> mcNemar(c, Continuity.NONE))
        .handle(
            "mcnemar",
            "chi2_edwards_b_equals_c_statsmodels",
            c -> mcNemar(c, Continuity.EDWARDS_UNCLAMPED))
        .handle(
            "sign_test",
            "exact_two_sided_ties_dropped",
            c -> p(HypothesisTest.sign(c.integer("wins"), c.integer("losses"))))
        .handle("pareto", StatisticsCases::pareto);
  }

  private static Object wilson(GoldenCase c) {
    Estimate share = Estimate.share(c.integer("successes"), c.integer("n"), c.number("confidence"));
    return new double[] {share.low(), share.high()};
  }

  private static Object p(HypothesisTest test) {
    return Map.of("p", test.p());
  }

  private static Object mcNemar(GoldenCase c, Continuity continuity) {
    HypothesisTest test = HypothesisTest.mcNemar(c.integer("b"), c.integer("c"), continuity);
    return Map.of("chi2", test.statistic(), "p", test.p());
  }

  private static Object pareto(GoldenCase c) {
    List<Point> points = Arrays.stream(c.matrix("points")).map(p -> new Point(p[0], p[1])).toList();
    double[] reference = c.vector("reference");
    return Map.of(
        "frontierKeepDuplicates", ParetoFrontier.indices(points),
        "frontierFirstOfDuplicates", ParetoFrontier.distinctIndices(points),
        "hypervolume", ParetoFrontier.hypervolume(points, new Point(reference[0], reference[1])));
  }
}
