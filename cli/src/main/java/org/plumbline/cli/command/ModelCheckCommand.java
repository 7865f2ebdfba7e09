package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.options.Option;
import org.plumbline.lm.check.CheckResult;
import org.plumbline.lm.check.ExpectedFile;
import org.plumbline.lm.check.ModelCheck;
import org.plumbline.lm.check.Tolerances;

/** {@code plumb model check}: a model folder against what another computation gives. */
public final class ModelCheckCommand implements Command<ModelCheckCommand.Options> {

  /** Which model, and what it must compute. */
  public record Options(
      @Option(value = "a model folder, or a run folder", required = true) String folder,
      @Option(value = "JSON with inputs and what must come out", required = true) String expected,
      @Option("largest allowed difference of logits and scores; others in proportion")
          double tolerance) {}

  record Checked(String folder, boolean passed, List<CheckResult> results, List<String> failed) {}

  @Override
  public Options defaults() {
    return new Options("", "", Tolerances.SINGLE_PRECISION.logits());
  }

  @Override
  public List<String> positional() {
    return List.of("folder", "expected");
  }

  @Override
  public List<String> examples() {
    return List.of("llama llama/expected.json", "runs/lm/model expected.json --tolerance 2e-3");
  }

  @Override
  public void run(Options options, CommandContext context) {
    Path folder = context.sources().modelFolder(options.folder());
    List<CheckResult> results =
        ModelCheck.run(
            folder,
            ExpectedFile.read(Path.of(options.expected())),
            Tolerances.SINGLE_PRECISION.forLogits(options.tolerance()));
    List<String> failed =
        results.stream().filter(result -> !result.passed()).map(CheckResult::what).toList();
    Checked checked = new Checked(folder.toString(), failed.isEmpty(), results, failed);
    context.console().result(checked, String.join("\n", results.stream().map(this::line).toList()));
    if (!failed.isEmpty()) {
      throw new FailedException(
          "'%s' is not what '%s' expects in %d of %d respects: %s"
              .formatted(
                  folder,
                  options.expected(),
                  failed.size(),
                  results.size(),
                  String.join("; ", failed)));
    }
  }

  private String line(CheckResult result) {
    return String.format(
        Locale.ROOT,
        "%-6s  %-48s %6d values, largest difference %.1e of %.1e allowed%s",
        result.passed() ? "ok" : "FAILED",
        result.what(),
        result.values(),
        result.difference(),
        result.tolerance(),
        result.passed() || result.where().isEmpty() ? "" : " (" + result.where() + ")");
  }
}
