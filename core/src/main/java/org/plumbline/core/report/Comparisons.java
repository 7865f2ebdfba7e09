package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.report.Comparison.Finding;
import org.plumbline.core.stats.Estimate;
import org.plumbline.core.stats.HypothesisTest;
import org.plumbline.core.stats.Power;

/** Paired comparisons of gold rewards, corrected for their number. */
final class Comparisons {
  private static final double LEVEL = 0.05;

  /** With fewer, a t interval over trainings is too wide to say anything. */
  static final int SEEDS_AS_UNITS = 3;

  private Comparisons() {}

  /**
   * Compares two policies on the same prompts.
   *
   * <p>With three or more seeds each, the unit is a training: what is found holds for training
   * again. With fewer it is a prompt, and what is found holds for these very policies only.
   *
   * @param a {@code [seeds, prompts]}
   * @param b {@code [seeds, prompts]}; a single row is compared with every seed of {@code a}
   */
  static Comparison of(String first, double[][] a, String second, double[][] b) {
    require(
        a[0].length == b[0].length,
        "%s and %s must be scored on the same prompts (got %d and %d)",
        first,
        second,
        a[0].length,
        b[0].length);
    boolean bySeed = a.length >= SEEDS_AS_UNITS && (b.length == a.length || b.length == 1);
    return bySeed
        ? of(first, second, seedDifferences(a, b), "training seeds")
        : of(first, second, promptDifferences(a, b), "prompts");
  }

  private static Comparison of(String first, String second, double[] differences, String unit) {
    int units = differences.length;
    if (units < 2) {
      Double only = units == 0 ? null : differences[0];
      return new Comparison(
          first, second, only, null, null, null, null, null, null, units, unit, Finding.TOO_FEW);
    }
    Estimate estimate = Estimate.mean(differences);
    double smallest = Power.DEFAULT.smallestPaired(estimate.standardError(), units - 1);
    HypothesisTest test = test(differences);
    Double p = test == null ? null : test.p();
    return new Comparison(
        first,
        second,
        estimate.value(),
        estimate.low(),
        estimate.high(),
        test == null ? null : test.name() + " test",
        p,
        p,
        smallest,
        units,
        unit,
        p == null ? Finding.SAME : Finding.NO_DIFFERENCE);
  }

  /** Student's paired t test; where all differences are one number, the sign test; zero: null. */
  private static @Nullable HypothesisTest test(double[] differences) {
    if (Arrays.stream(differences).anyMatch(d -> d != differences[0])) {
      return HypothesisTest.pairedT(differences, new double[differences.length]);
    }
    return differences[0] == 0 ? null : HypothesisTest.sign(differences.length, 0);
  }

  /** Holm 1979: the smallest p times the number of tests, the next times one less, and so on. */
  static List<Comparison> corrected(List<Comparison> comparisons) {
    List<Comparison> tested =
        comparisons.stream()
            .filter(c -> c.p() != null)
            .sorted(Comparator.comparingDouble(Comparisons::p))
            .toList();
    List<Comparison> corrected = new ArrayList<>(comparisons);
    double running = 0;
    for (int rank = 0; rank < tested.size(); rank++) {
      Comparison comparison = tested.get(rank);
      running = Math.max(running, Math.min(1, p(comparison) * (tested.size() - rank)));
      corrected.set(corrected.indexOf(comparison), withAdjusted(comparison, running));
    }
    return List.copyOf(corrected);
  }

  private static Comparison withAdjusted(Comparison c, double adjusted) {
    return new Comparison(
        c.first(),
        c.second(),
        c.difference(),
        c.low(),
        c.high(),
        c.test(),
        c.p(),
        adjusted,
        c.smallest(),
        c.units(),
        c.unit(),
        finding(c, adjusted));
  }

  private static Finding finding(Comparison c, double adjusted) {
    if (p(c) >= LEVEL) {
      return leavesZeroOut(c) ? Finding.UNCERTAIN : Finding.NO_DIFFERENCE;
    }
    if (adjusted >= LEVEL) {
      return Finding.UNCERTAIN;
    }
    Double difference = c.difference();
    return difference != null && difference > 0 ? Finding.MORE : Finding.LESS;
  }

  /** Only where all differences are one number, and too few of them. */
  private static boolean leavesZeroOut(Comparison c) {
    Double low = c.low();
    Double high = c.high();
    return low != null && high != null && (low > 0 || high < 0);
  }

  private static double p(Comparison comparison) {
    Double p = comparison.p();
    return p == null ? 1 : p;
  }

  private static double[] seedDifferences(double[][] a, double[][] b) {
    double[] differences = new double[a.length];
    for (int seed = 0; seed < a.length; seed++) {
      differences[seed] = mean(a[seed]) - mean(b[b.length == 1 ? 0 : seed]);
    }
    return differences;
  }

  private static double[] promptDifferences(double[][] a, double[][] b) {
    double[] differences = new double[a[0].length];
    for (int prompt = 0; prompt < differences.length; prompt++) {
      differences[prompt] = promptMean(a, prompt) - promptMean(b, prompt);
    }
    return differences;
  }

  private static double promptMean(double[][] rewards, int prompt) {
    return Arrays.stream(rewards).mapToDouble(seed -> seed[prompt]).average().orElseThrow();
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
