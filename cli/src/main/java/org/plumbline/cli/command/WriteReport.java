package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.report.RunReport;
import org.plumbline.cli.report.TrainingRuns;
import org.plumbline.core.material.Material;
import org.plumbline.core.options.Option;
import org.plumbline.core.report.Report;
import org.plumbline.core.report.ReportWriter;
import org.plumbline.core.report.TrainingReport;

/** {@code plumb report}: one HTML file of several runs side by side. */
public final class WriteReport implements StageCommand<WriteReport.Options> {

  private static final String POLICIES = "Aligned policies, by proxy and by gold";
  private static final String TRAININGS = "Trainings by imitation";

  /** What is shown. */
  public record Options(
      @Option(
              value =
                  "runs of 'plumb rl' (equal labels are seeds of one arm), or of sft and pretrain",
              required = true)
          List<String> runs,
      @Option("run folder of 'plumb reward eval', for the accuracies") String rewards,
      @Option("heading of the page") String title) {}

  /** Where the page is, and what it says first. */
  public record Outcome(String file, List<String> verdict) {}

  @Override
  public Options defaults() {
    return new Options(List.of(), "", POLICIES);
  }

  @Override
  public List<String> positional() {
    return List.of("runs");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs/single,runs/average --rewards runs/eval --out runs/report",
        "runs/sft,runs/sft-lora --out runs/report");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    return Plan.empty().with("runs", "%d", options.runs().size());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    List<Path> runs = options.runs().stream().map(Path::of).toList();
    Path file = context.run().report();
    List<Path> trainings = runs.stream().filter(TrainingRuns::isOne).toList();
    if (trainings.isEmpty()) {
      return policies(options, runs, file, context);
    }
    require(
        trainings.equals(runs) && options.rewards().isEmpty(),
        "a report is of runs of 'plumb rl', with or without --rewards, or of trainings ('plumb sft', 'plumb pretrain'), but not of both: '%s' is a training",
        trainings.getFirst());
    String title = options.title().equals(POLICIES) ? TRAININGS : options.title();
    TrainingReport report = TrainingRuns.report(title, runs);
    ReportWriter.write(report, file);
    return result(report.headline(), file);
  }

  private static Result policies(
      Options options, List<Path> runs, Path file, CommandContext context) {
    Report report =
        new RunReport(options.title(), name -> aboutGold(name, context))
            .of(
                runs,
                options.rewards().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(options.rewards())));
    ReportWriter.write(report, file);
    return result(report.verdict().headline(), file);
  }

  private static Result result(List<String> headline, Path file) {
    return new Result(
        new Outcome(file.toString(), headline), String.join(" ", headline) + "\nreport: " + file);
  }

  private static String aboutGold(String name, CommandContext context) {
    return context.sources().embedded().stream()
        .filter(material -> material.name().equals(name))
        .map(Material::description)
        .findFirst()
        .orElse("A reward called %s, which no policy was trained on.".formatted(name));
  }
}
