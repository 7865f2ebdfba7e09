package org.plumbline.cli.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plumbline.align.sft.Validation;
import org.plumbline.core.report.LearningCurve;
import org.plumbline.core.report.RunFacts;
import org.plumbline.core.report.TrainingReport;
import org.plumbline.core.run.Metrics;
import org.plumbline.core.run.RunFolder;

/** Makes a report of runs of {@code plumb sft} and {@code plumb pretrain}. */
public final class TrainingRuns {
  private static final Set<String> COMMANDS = Set.of("sft", "pretrain");
  private static final int COLOURS = 8;

  private TrainingRuns() {}

  /** Whether a run folder is one of them. */
  public static boolean isOne(Path folder) {
    return COMMANDS.contains(RunFolder.describe(folder).command());
  }

  /** The report of these run folders. */
  public static TrainingReport report(String title, List<Path> folders) {
    List<LearningCurve> curves = new ArrayList<>();
    List<RunFacts> facts = new ArrayList<>();
    for (Path folder : folders) {
      String name = RunRecord.name(folder);
      curves.add(new LearningCurve(name, name, curves.size() % COLOURS, points(folder)));
      facts.add(RunRecord.facts(folder, RunFolder.describe(folder)));
    }
    return new TrainingReport(title, curves, facts);
  }

  private static List<LearningCurve.Point> points(Path folder) {
    Map<Long, Map<String, Double>> bySteps = new TreeMap<>();
    for (Metrics.Row row : Metrics.read(folder.resolve("metrics.jsonl"))) {
      bySteps.computeIfAbsent(row.step(), step -> new HashMap<>()).putAll(row.values());
    }
    List<LearningCurve.Point> points = new ArrayList<>();
    bySteps.forEach(
        (step, values) ->
            points.add(
                new LearningCurve.Point(
                    step,
                    finite(values.get("loss_nats_per_token")),
                    finite(values.get(Validation.METRIC)),
                    finite(values.get("gradient_norm")),
                    finite(values.get("learning_rate")),
                    finite(values.get("tokens")))));
    return points;
  }

  private static @Nullable Double finite(@Nullable Double value) {
    return value != null && Double.isFinite(value) ? value : null;
  }
}
