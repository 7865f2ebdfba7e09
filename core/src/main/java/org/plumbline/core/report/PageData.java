package org.plumbline.core.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The data inside the page: the report, thinned out where it would make the file too heavy.
 *
 * @param report with at most so many points and samples
 * @param diagnostics their names for people
 * @param notes what was left out, in sentences
 */
record PageData(Report report, List<DiagnosticName> diagnostics, List<String> notes) {
  private static final int MOST_POINTS = 400;
  private static final int FEWEST_POINTS = 40;

  record DiagnosticName(Diagnostic key, String label, String unit) {}

  /** The data as JSON of at most so many bytes, if thinning can do it. */
  record Encoded(PageData data, String json) {
    boolean fits(int bytes) {
      return json.getBytes(StandardCharsets.UTF_8).length <= bytes;
    }
  }

  /** Thins out samples first, then points, until the JSON is no longer than this many bytes. */
  static Encoded within(Report report, int bytes) {
    int rows = report.samples().size();
    int points = MOST_POINTS;
    Encoded encoded = encoded(report, rows, points);
    while (!encoded.fits(bytes) && (rows > 3 || points > FEWEST_POINTS)) {
      if (rows > 3) {
        rows = Math.max(3, rows / 2);
      } else {
        points = Math.max(FEWEST_POINTS, points / 2);
      }
      encoded = encoded(report, rows, points);
    }
    return encoded;
  }

  private static Encoded encoded(Report report, int rows, int points) {
    PageData data = of(report, rows, points);
    return new Encoded(data, ReportJson.page(data));
  }

  private static PageData of(Report report, int rows, int points) {
    List<String> notes = new ArrayList<>();
    List<Arm> arms = report.arms().stream().map(arm -> thinned(arm, points)).toList();
    if (!arms.equals(report.arms())) {
      notes.add(
          "Of each curve at most about %d points are drawn; the JSON file beside this page has all."
              .formatted(points));
    }
    List<SampleRow> samples = report.samples();
    if (rows < samples.size()) {
      notes.add(
          "This page holds %d of %d samples, evenly taken; the JSON file beside it has all."
              .formatted(rows, samples.size()));
      samples = evenly(samples, rows);
    }
    List<DiagnosticName> names =
        Arrays.stream(Diagnostic.values())
            .map(d -> new DiagnosticName(d, d.label(), d.unit()))
            .toList();
    return new PageData(report.withArms(arms).withSamples(samples), names, notes);
  }

  private static Arm thinned(Arm arm, int points) {
    List<Curve> curves = arm.curves().stream().map(curve -> thinned(curve, points)).toList();
    return new Arm(arm.name(), arm.label(), arm.kind(), arm.colour(), curves);
  }

  /** Keeps every n-th point, the last one, and those with a mark. */
  private static Curve thinned(Curve curve, int points) {
    int stride = Math.ceilDiv(curve.points().size(), points);
    if (stride == 1) {
      return curve;
    }
    Set<Integer> marked = curve.marks().stream().map(Mark::step).collect(Collectors.toSet());
    marked.add(curve.last().step());
    List<CurvePoint> kept = new ArrayList<>();
    for (int i = 0; i < curve.points().size(); i++) {
      CurvePoint point = curve.points().get(i);
      if (i % stride == 0 || marked.contains(point.step())) {
        kept.add(point);
      }
    }
    return new Curve(curve.seed(), kept, curve.marks());
  }

  private static List<SampleRow> evenly(List<SampleRow> rows, int count) {
    Set<Integer> kept = new HashSet<>();
    for (int i = 0; i < count; i++) {
      kept.add((int) ((long) i * rows.size() / count));
    }
    List<SampleRow> some = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (kept.contains(i)) {
        some.add(rows.get(i));
      }
    }
    return some;
  }
}
