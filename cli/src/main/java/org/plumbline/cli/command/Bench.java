package org.plumbline.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.plumbline.bench.Jobs;
import org.plumbline.bench.MatrixSpeed;
import org.plumbline.bench.Measurement;
import org.plumbline.bench.Workload;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.source.RowOptions;
import org.plumbline.core.data.Preference;
import org.plumbline.core.options.Option;

/** {@code plumb bench}: how fast this machine does jobs of exactly defined work. */
public final class Bench implements Command<Bench.Options> {

  /** What is measured on which model. */
  public record Options(
      @Option("a Llama-shaped model folder; empty: SmolLM2-135M's shape, random weights")
          String model,
      @Option("preferences for the jobs on real texts: .jsonl, .csv, .parquet") String texts,
      @Option("jobs; empty: all that need no real texts. The word 'list' tells what they are")
          List<String> jobs) {}

  /**
   * What came out.
   *
   * @param matrixGigaflops what square matrix products reach here, for comparison between machines
   */
  record Results(double matrixGigaflops, List<Measurement> measurements) {}

  @Override
  public Options defaults() {
    return new Options("", "", List.of());
  }

  @Override
  public List<String> examples() {
    return List.of("--jobs list", "--model smollm2 --jobs decode,train --json");
  }

  @Override
  public void run(Options options, CommandContext context) {
    Map<String, String> known = Jobs.descriptions();
    if (options.jobs().equals(List.of("list"))) {
      StringBuilder lines = new StringBuilder();
      known.forEach((name, what) -> lines.append(String.format("%-14s%s%n", name, what)));
      context.console().result(known, lines.toString().stripTrailing());
      return;
    }
    List<String> jobs =
        options.jobs().isEmpty()
            ? known.keySet().stream().filter(name -> !name.endsWith("-real")).toList()
            : options.jobs();
    jobs.forEach(Jobs::requireKnown);
    List<Preference> texts =
        options.texts().isEmpty()
            ? List.of()
            : context.sources().preferences(options.texts(), RowOptions.DEFAULT);
    Workload workload =
        new Workload(
            options.model().isEmpty()
                ? Optional.empty()
                : Optional.of(context.sources().modelFolder(options.model())),
            texts);
    double speed = MatrixSpeed.measure(1.0) / 1e9;
    List<Measurement> measurements = new ArrayList<>();
    for (String job : jobs) {
      context.console().say("%s: %s", job, Objects.requireNonNull(known.get(job)));
      measurements.add(Jobs.measure(job, workload));
    }
    context.console().result(new Results(speed, measurements), table(speed, measurements));
  }

  private static String table(double speed, List<Measurement> measurements) {
    StringBuilder lines = new StringBuilder();
    measurements.forEach(m -> lines.append(line(m)).append('\n'));
    return lines
        .append(String.format(Locale.ROOT, "square matrix products reach %.0f GFLOP/s here", speed))
        .toString();
  }

  private static String line(Measurement m) {
    return String.format(
        Locale.ROOT,
        "%-14s%8.3f s  %9.1f %s/s  %s MiB%s%s",
        m.job(),
        m.seconds(),
        m.perSecond(),
        m.unit(),
        m.peakMemoryMib() == null ? "?" : String.valueOf(m.peakMemoryMib()),
        m.shareOfMatrixSpeed() == null
            ? ""
            : String.format(Locale.ROOT, "  %.0f %% of matrix speed", 100 * m.shareOfMatrixSpeed()),
        m.timesTheOther() == null
            ? ""
            : String.format(Locale.ROOT, "  %.2f times the other", m.timesTheOther()));
  }
}
