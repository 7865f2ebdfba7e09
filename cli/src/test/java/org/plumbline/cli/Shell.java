package org.plumbline.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plumbline.cli.frame.CommandLineTool;
import org.plumbline.cli.frame.CommandSet;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.frame.StopSwitch;

/** Runs command lines in this process and keeps what they print. */
final class Shell {
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final CommandSet commands;
  private final StopSwitch stop;

  Shell() {
    this(Plumb.commands(), new StopSwitch());
  }

  Shell(CommandSet commands, StopSwitch stop) {
    this.commands = commands;
    this.stop = stop;
  }

  /** A shell in which somebody has pressed Ctrl-C already. */
  static Shell stopped() {
    StopSwitch stop = new StopSwitch();
    stop.stop();
    return new Shell(Plumb.commands(), stop);
  }

  /** How a command line ended. */
  record Ended(ExitCode code, String out, String err) {}

  /** Runs what follows {@code plumb}; {@code %s} is replaced as in a format. */
  Ended run(String line, Object... values) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(line.formatted(values));
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExitCode code =
        new CommandLineTool(commands, print(out), print(err), stop)
            .run(words.toArray(String[]::new));
    return new Ended(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A file of small texts. */
  static Path texts(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      lines.add("The number %d is a number, and %d follows it.".formatted(i, i + 1));
    }
    return Files.write(folder.resolve("texts.txt"), lines);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
