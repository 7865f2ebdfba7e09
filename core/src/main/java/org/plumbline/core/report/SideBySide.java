package org.plumbline.core.report;

import static org.plumbline.core.error.Require.require;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes one report of several: everything carries its run's name, equal prompts share a row. */
final class SideBySide {
  private final List<Arm> arms = new ArrayList<>();
  private final List<String> headline = new ArrayList<>();
  private final List<String> details = new ArrayList<>();
  private final List<Comparison> comparisons = new ArrayList<>();
  private final List<Accuracy> accuracies = new ArrayList<>();
  private final List<CalibrationBin> calibration = new ArrayList<>();
  private final List<AgreementMatrix> agreements = new ArrayList<>();
  private final Map<RowKey, List<Sample>> samples = new LinkedHashMap<>();
  private final List<RunFacts> runs = new ArrayList<>();

  /** What makes two rows one: the initial policy's text too, since runs may start differently. */
  private record RowKey(int step, String prompt, long seed, @Nullable Sample initial) {}

  private SideBySide() {}

  static Report of(String title, List<Report> reports) {
    require(!reports.isEmpty(), "a comparison needs at least one report");
    SideBySide all = new SideBySide();
    Set<String> names = new HashSet<>();
    for (Report report : reports) {
      String run = report.runs().isEmpty() ? report.title() : report.runs().getFirst().name();
      require(names.add(run), "two of the runs are called '%s'; rename one of them", run);
      all.add(run, report);
    }
    all.details.addFirst(
        "Each run was judged by itself, on its own prompts: between runs nothing was tested.");
    return new Report(
        title,
        new Verdict(all.headline, all.details, all.comparisons),
        reports.getFirst().gold(),
        all.arms,
        Frontier.of(all.arms),
        all.accuracies,
        all.calibration,
        all.agreements,
        all.rows(),
        all.runs);
  }

  private void add(String run, Report report) {
    String prefix = run + ": ";
    for (Arm arm : report.arms()) {
      arms.add(
          new Arm(
              run + "/" + arm.name(),
              prefix + arm.label(),
              arm.kind(),
              freeColour(arm.colour()),
              arm.curves()));
    }
    report.verdict().headline().forEach(s -> headline.add(prefix + s));
    report.verdict().details().forEach(s -> details.add(prefix + s));
    report.verdict().comparisons().forEach(c -> comparisons.add(named(prefix, c)));
    for (Accuracy a : report.accuracies()) {
      accuracies.add(
          new Accuracy(
              prefix + a.scorer(),
              a.kind(),
              a.slice(),
              a.accuracy(),
              a.low(),
              a.high(),
              a.pairs()));
    }
    for (CalibrationBin bin : report.calibration()) {
      calibration.add(
          new CalibrationBin(
              prefix + bin.scorer(),
              bin.probability(),
              bin.share(),
              bin.low(),
              bin.high(),
              bin.pairs()));
    }
    for (AgreementMatrix m : report.agreements()) {
      agreements.add(new AgreementMatrix(prefix + m.measure(), m.scorers(), m.values()));
    }
    report.samples().forEach(row -> add(run, row));
    runs.addAll(report.runs());
  }

  private void add(String run, SampleRow row) {
    Sample initial =
        row.texts().stream().filter(t -> t.arm().equals(Arm.INITIAL)).findFirst().orElse(null);
    List<Sample> texts =
        samples.computeIfAbsent(
            new RowKey(row.step(), row.prompt(), row.seed(), initial), key -> new ArrayList<>());
    for (Sample text : row.texts()) {
      if (!text.arm().equals(Arm.INITIAL)) {
        texts.add(
            new Sample(
                run + "/" + text.arm(),
                text.completion(),
                text.proxy(),
                text.gold(),
                text.secondGold()));
      }
    }
  }

  private List<SampleRow> rows() {
    List<SampleRow> rows = new ArrayList<>();
    samples.forEach(
        (key, texts) -> {
          List<Sample> all = new ArrayList<>();
          if (key.initial() != null) {
            all.add(key.initial());
          }
          all.addAll(texts);
          rows.add(new SampleRow(key.step(), key.prompt(), key.seed(), all));
        });
    return rows;
  }

  private int freeColour(int wanted) {
    Set<Integer> taken = new HashSet<>();
    arms.forEach(arm -> taken.add(arm.colour()));
    for (int offset = 0; offset < Arm.COLOURS; offset++) {
      int colour = (wanted + offset) % Arm.COLOURS;
      if (!taken.contains(colour)) {
        return colour;
      }
    }
    return arms.size() % Arm.COLOURS;
  }

  private static Comparison named(String prefix, Comparison c) {
    return new Comparison(
        prefix + c.first(),
        prefix + c.second(),
        c.difference(),
        c.low(),
        c.high(),
        c.test(),
        c.p(),
        c.adjustedP(),
        c.smallest(),
        c.units(),
        c.unit(),
        c.finding());
  }
}
