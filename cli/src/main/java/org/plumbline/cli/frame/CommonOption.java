package org.plumbline.cli.frame;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plumbline.core.error.InvalidInputException;

/** The options that every command understands, as words. */
final class CommonOption {
  private static final List<OptionLine> FOLDER =
      List.of(
          new OptionLine(
              "out", "FOLDER", "the run folder; new or empty, or with --resume", "", false),
          OptionLine.flag("resume", "go on with the run in --out"),
          OptionLine.flag("dry-run", "print the plan with time and memory, and do nothing"));
  private static final List<OptionLine> ALL =
      List.of(
          new OptionLine("seed", "N", "the root of all chance", "1", false),
          new OptionLine("threads", "N", "threads of an operation; 0: one a processor", "0", false),
          new OptionLine(
              "from-recipe",
              "FILE[#STAGE]",
              "take options from this command's stage of a recipe",
              "",
              false),
          OptionLine.flag("print-options", "print each option and where it came from"),
          OptionLine.flag("json", "results as JSON"),
          OptionLine.flag("quiet", "no messages and no progress"),
          OptionLine.flag("debug", "stack traces of errors"),
          OptionLine.flag("help", "this page"));

  private CommonOption() {}

  /** What a command of this kind understands. */
  static List<OptionLine> of(Command<?> command) {
    List<OptionLine> lines = new ArrayList<>();
    if (command.writesFolder()) {
      lines.addAll(FOLDER);
    }
    lines.addAll(ALL);
    return lines;
  }

  static CommonOptions read(Map<String, List<String>> given) {
    return new CommonOptions(
        Optional.ofNullable(given.get("out")).map(values -> Path.of(values.get(0))),
        number(given, "seed"),
        flag(given, "resume"),
        flag(given, "dry-run"),
        Math.toIntExact(number(given, "threads").orElse(0)),
        flag(given, "print-options"));
  }

  static boolean flag(Map<String, List<String>> given, String name) {
    List<String> values = given.get(name);
    return values != null && values.get(values.size() - 1).equals("true");
  }

  private static OptionalLong number(Map<String, List<String>> given, String name) {
    List<String> values = given.get(name);
    if (values == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(values.get(0)));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "--%s must be a whole number (got '%s')".formatted(name, values.get(0)), e);
    }
  }

  /** The names of all of them. */
  static Set<String> names() {
    return Stream.concat(FOLDER.stream(), ALL.stream())
        .map(OptionLine::name)
        .collect(Collectors.toSet());
  }
}
