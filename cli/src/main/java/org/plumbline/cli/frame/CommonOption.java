package org.plumbline.cli.frame;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;

/** The options that every command understands, as words. */
final class CommonOption {
  private static final OptionLine OUT =
      new OptionLine("out", "FOLDER", "the run folder; new or empty, or with --resume", "", false);
  private static final OptionLine SEED =
      new OptionLine("seed", "N", "the root of all chance", "1", false);
  private static final OptionLine RESUME =
      new OptionLine("resume", "", "go on with the run in --out", "", false);
  private static final OptionLine DRY_RUN =
      new OptionLine(
          "dry-run", "", "print the plan with time and memory, and do nothing", "", false);
  private static final OptionLine RECIPE =
      new OptionLine(
          "recipe", "FILE", "take options from this command's stage of a recipe", "", false);
  private static final OptionLine PRINT_OPTIONS =
      new OptionLine("print-options", "", "print each option and where it came from", "", false);
  private static final OptionLine THREADS =
      new OptionLine("threads", "N", "threads of an operation; 0: one a processor", "0", false);
  private static final OptionLine JSON =
      new OptionLine("json", "", "results as JSON on standard output", "", false);
  private static final OptionLine QUIET =
      new OptionLine("quiet", "", "no messages and no progress", "", false);
  private static final OptionLine DEBUG =
      new OptionLine("debug", "", "stack traces of errors", "", false);
  private static final OptionLine HELP = new OptionLine("help", "", "this page", "", false);

  private CommonOption() {}

  /** What a command of this kind understands. */
  static List<OptionLine> of(Command<?> command) {
    List<OptionLine> lines = new ArrayList<>();
    if (command instanceof StageCommand<?>) {
      lines.addAll(List.of(OUT, RESUME, DRY_RUN));
    }
    lines.addAll(List.of(SEED, THREADS, RECIPE, PRINT_OPTIONS, JSON, QUIET, DEBUG, HELP));
    return lines;
  }

  static CommonOptions read(Map<String, List<String>> given) {
    return new CommonOptions(
        Optional.ofNullable(given.get("out")).map(values -> Path.of(values.get(0))),
        number(given, "seed", CommonOptions.DEFAULT_SEED),
        flag(given, "resume"),
        flag(given, "dry-run"),
        Math.toIntExact(number(given, "threads", 0)),
        flag(given, "print-options"));
  }

  static boolean flag(Map<String, List<String>> given, String name) {
    List<String> values = given.get(name);
    return values != null && values.get(values.size() - 1).equals("true");
  }

  private static long number(Map<String, List<String>> given, String name, long otherwise) {
    List<String> values = given.get(name);
    if (values == null) {
      return otherwise;
    }
    try {
      return Long.parseLong(values.get(0));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "--%s must be a whole number (got '%s')".formatted(name, values.get(0)), e);
    }
  }
}
