package org.plumbline.cli.frame;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.cli.source.Sources;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.PlumblineException;

/** From the words after {@code plumb} to an exit code; no exception leaves it. */
public final class CommandLineTool {
  private final CommandSet commands;
  private final PrintStream out;
  private final PrintStream err;
  private final StopSwitch stop;

  /** A tool with these commands on these streams. */
  public CommandLineTool(CommandSet commands, PrintStream out, PrintStream err, StopSwitch stop) {
    this.commands = commands;
    this.out = out;
    this.err = err;
    this.stop = stop;
  }

  /** Does what the words say. */
  public ExitCode run(String... words) {
    List<String> all = Arrays.asList(words);
    Console plain = new Console(out, err, false, false, false);
    try {
      return dispatch(all);
    } catch (InvalidInputException e) {
      return ended(plain, e, ExitCode.INVALID, all);
    } catch (InterruptedRunException e) {
      return ended(plain, e, ExitCode.INTERRUPTED, all);
    } catch (FailedException e) {
      return ended(plain, e, ExitCode.FAILED, all);
    } catch (RuntimeException | Error e) {
      plain.error(
          "%s. This is a fault of ours%s"
              .formatted(
                  e,
                  all.contains("--debug") ? "" : "; run it with --debug and report what it says"));
      trace(e, all);
      return ExitCode.FAILED;
    }
  }

  private ExitCode dispatch(List<String> words) {
    boolean asksHelp = words.isEmpty() || List.of("help", "--help", "-h").contains(words.get(0));
    List<String> rest = asksHelp && !words.isEmpty() ? words.subList(1, words.size()) : words;
    if (rest.isEmpty()) {
      out.println(HelpPage.ofAll(commands));
      return ExitCode.DONE;
    }
    Optional<CommandSet.Entry> entry = commands.find(rest);
    if (entry.isEmpty()) {
      return group(rest);
    }
    List<String> arguments = rest.subList(entry.get().words(), rest.size());
    return asksHelp ? run(entry.get(), List.of("--help")) : run(entry.get(), arguments);
  }

  private ExitCode group(List<String> words) {
    List<CommandSet.Entry> group = commands.group(words.get(0));
    if (group.isEmpty() || words.size() > 1 && !words.get(1).startsWith("-")) {
      throw commands.unknown(
          String.join(
              " ", words.stream().takeWhile(word -> !word.startsWith("-")).limit(2).toList()));
    }
    out.println(HelpPage.ofAll(new CommandSet(group)));
    return words.contains("--help") ? ExitCode.DONE : ExitCode.INVALID;
  }

  private ExitCode run(CommandSet.Entry entry, List<String> arguments) {
    Command<?> command = entry.command().get();
    CommandSyntax syntax = CommandSyntax.of(entry, command);
    if (arguments.contains("--help")) {
      out.println(HelpPage.of(syntax));
      return ExitCode.DONE;
    }
    Map<String, List<String>> given = new CommandParser(syntax).parse(arguments);
    boolean quiet = CommonOption.flag(given, "quiet");
    Console console =
        new Console(
            out, err, CommonOption.flag(given, "json"), quiet, !quiet && Console.errorIsTerminal());
    try (Sources sources = new Sources(console::warn);
        CommandContext context =
            new CommandContext(console, CommonOption.read(given), commands, sources, stop, null)) {
      CommandRunner.run(
          command, entry.name(), OptionLayers.of(entry.name(), given, commands), context);
    }
    return ExitCode.DONE;
  }

  private ExitCode ended(Console console, PlumblineException e, ExitCode code, List<String> words) {
    console.error(e.getMessage());
    trace(e, words);
    return code;
  }

  private void trace(Throwable e, List<String> words) {
    if (words.contains("--debug")) {
      e.printStackTrace(err);
    }
  }
}
