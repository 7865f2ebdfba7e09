package org.plumbline.core.report;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What each chart shows, in words: for who cannot see it, and for who wants the numbers. */
final class Summaries {
  private Summaries() {}

  static List<String> curves(Report report) {
    return report.arms().stream().map(Summaries::curve).toList();
  }

  private static String curve(Arm arm) {
    int seeds = arm.curves().size();
    String who = seeds == 1 ? arm.label() : arm.label() + " (mean of " + seeds + " seeds)";
    double proxyFirst = mean(arm, c -> c.first().proxy().mean());
    double proxyLast = mean(arm, c -> c.last().proxy().mean());
    return "%s: at step %d a KL of %s nats a sequence; proxy from %s to %s%s."
        .formatted(
            capital(who),
            arm.curves().getFirst().last().step(),
            Digits.rough(arm.finalKl()),
            Digits.rough(proxyFirst),
            Digits.rough(proxyLast),
            gold(arm));
  }

  private static String gold(Arm arm) {
    List<CurvePoint> first = new ArrayList<>();
    List<CurvePoint> last = new ArrayList<>();
    List<CurvePoint> best = new ArrayList<>();
    for (Curve curve : arm.curves()) {
      List<CurvePoint> points = curve.points().stream().filter(p -> p.gold() != null).toList();
      if (points.isEmpty()) {
        return ", gold not measured";
      }
      first.add(points.getFirst());
      last.add(points.getLast());
      best.add(points.stream().max(Comparator.comparingDouble(Summaries::goldMean)).orElseThrow());
    }
    String peak =
        best.size() == 1
            ? "highest %s at step %d"
                .formatted(Digits.rough(goldMean(best.getFirst())), best.getFirst().step())
            : "highest %s on average".formatted(Digits.rough(goldMean(best)));
    return ", gold from %s to %s (%s)"
        .formatted(Digits.rough(goldMean(first)), Digits.rough(goldMean(last)), peak);
  }

  static List<String> frontier(Report report) {
    return report.arms().stream()
        .filter(arm -> report.frontier().stream().anyMatch(p -> p.arm().equals(arm.name())))
        .map(arm -> frontier(report, arm))
        .toList();
  }

  private static String frontier(Report report, Arm arm) {
    List<FrontierPoint> points =
        report.frontier().stream()
            .filter(p -> p.arm().equals(arm.name()) && p.seeds() == p.outOf())
            .toList();
    if (points.isEmpty()) {
      return capital(arm.label()) + ": no level of reward was reached by every seed.";
    }
    FrontierPoint top = points.getLast();
    long best = points.stream().filter(p -> !p.dominated()).count();
    return "%s: gold %s at a KL of %s is the highest level that %s; on %d of its %d levels no arm needs less KL."
        .formatted(
            capital(arm.label()),
            Digits.rough(top.reward()),
            Digits.of(top.drift(), top.standardError()),
            top.outOf() == 1 ? "it reaches" : "all its " + top.outOf() + " seeds reach",
            best,
            points.size());
  }

  static List<String> accuracies(Report report) {
    return report.accuracies().stream()
        .map(Accuracy::slice)
        .distinct()
        .map(
            slice ->
                capital(slice)
                    + ": "
                    + report.accuracies().stream()
                        .filter(a -> a.slice().equals(slice))
                        .map(
                            a -> a.scorer() + " " + Digits.percent(a.accuracy(), a.low(), a.high()))
                        .collect(joining(", "))
                    + ".")
        .toList();
  }

  static List<String> calibration(Report report) {
    return report.calibration().stream()
        .map(CalibrationBin::scorer)
        .distinct()
        .map(scorer -> gap(report, scorer))
        .toList();
  }

  private static String gap(Report report, String scorer) {
    double gap = 0;
    long pairs = 0;
    for (CalibrationBin bin : report.calibration()) {
      if (bin.scorer().equals(scorer)) {
        gap += Math.abs(bin.probability() - bin.share()) * bin.pairs();
        pairs += bin.pairs();
      }
    }
    return "%s: probabilities are off by %s percentage points on average (expected calibration error, %d pairs)."
        .formatted(capital(scorer), Digits.rough(100 * gap / Math.max(1, pairs)), pairs);
  }

  static List<String> agreements(Report report) {
    return report.agreements().stream().map(Summaries::agreement).toList();
  }

  private static String agreement(AgreementMatrix matrix) {
    double low = 1;
    double high = -1;
    String lowest = "";
    String highest = "";
    for (int i = 0; i < matrix.scorers().size(); i++) {
      for (int j = i + 1; j < matrix.scorers().size(); j++) {
        double value = matrix.values().get(i).get(j);
        String pair = matrix.scorers().get(i) + " and " + matrix.scorers().get(j);
        lowest = value < low || lowest.isEmpty() ? pair : lowest;
        highest = value > high || highest.isEmpty() ? pair : highest;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return "%s: lowest %s (%s), highest %s (%s)."
        .formatted(
            capital(matrix.measure()), Digits.rough(low), lowest, Digits.rough(high), highest);
  }

  static List<String> diagnostics(Report report) {
    return report.arms().stream()
        .map(arm -> capital(arm.label()) + ": " + diagnostics(arm))
        .toList();
  }

  private static String diagnostics(Arm arm) {
    List<String> parts = new ArrayList<>();
    for (Diagnostic diagnostic : Diagnostic.values()) {
      Double first = arm.mean(diagnostic, Curve::first);
      Double last = arm.mean(diagnostic, Curve::last);
      if (first != null && last != null) {
        parts.add(
            "%s (%s) from %s to %s"
                .formatted(
                    diagnostic.label().toLowerCase(java.util.Locale.ROOT),
                    diagnostic.unit(),
                    Digits.rough(first),
                    Digits.rough(last)));
      }
    }
    return parts.isEmpty() ? "nothing was measured." : String.join("; ", parts) + ".";
  }

  private static double mean(Arm arm, java.util.function.ToDoubleFunction<Curve> of) {
    return arm.curves().stream().mapToDouble(of).average().orElseThrow();
  }

  private static double goldMean(List<CurvePoint> points) {
    return points.stream().mapToDouble(Summaries::goldMean).average().orElseThrow();
  }

  private static double goldMean(CurvePoint point) {
    Measured gold = point.gold();
    return gold == null ? Double.NaN : gold.mean();
  }

  static String capital(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
