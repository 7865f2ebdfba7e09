package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Plan;
import org.plumbline.cli.frame.Result;
import org.plumbline.cli.frame.StageCommand;
import org.plumbline.cli.report.RunReport;
import org.plumbline.core.material.Material;
import org.plumbline.core.options.Option;
import org.plumbline.core.report.Report;
import org.plumbline.core.report.ReportWriter;

/** {@code plumb report}: one HTML file of several runs side by side. */
public final class WriteReport implements StageCommand<WriteReport.Options> {

  /** What is shown. */
  public record Options(
      @Option(
              value = "run folders of 'plumb rl'; equal labels are seeds of one arm",
              required = true)
          List<String> runs,
      @Option("run folder of 'plumb reward eval', for the accuracies") String rewards,
      @Option("heading of the page") String title) {}

  /** Where the page is, and what it says first. */
  public record Outcome(String file, List<String> verdict) {}

  @Override
  public Options defaults() {
    return new Options(List.of(), "", "Aligned policies, by proxy and by gold");
  }

  @Override
  public List<String> positional() {
    return List.of("runs");
  }

  @Override
  public List<String> examples() {
    return List.of(
        "runs/single,runs/average --rewards runs/eval --out runs/report",
        "runs/rl --title 'My policy' --out runs/report");
  }

  @Override
  public Plan plan(Options options, CommandContext context) {
    return Plan.empty().with("runs", "%d", options.runs().size());
  }

  @Override
  public Result compute(Options options, CommandContext context) {
    Report report =
        new RunReport(options.title(), name -> aboutGold(name, context))
            .of(
                options.runs().stream().map(Path::of).toList(),
                options.rewards().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(options.rewards())));
    Path file = context.run().report();
    ReportWriter.write(report, file);
    String verdict = String.join(" ", report.verdict().headline());
    return new Result(
        new Outcome(file.toString(), report.verdict().headline()), verdict + "\nreport: " + file);
  }

  private static String aboutGold(String name, CommandContext context) {
    return context.sources().embedded().stream()
        .filter(material -> material.name().equals(name))
        .map(Material::description)
        .findFirst()
        .orElse("A reward called %s, which no policy was trained on.".formatted(name));
  }
}
