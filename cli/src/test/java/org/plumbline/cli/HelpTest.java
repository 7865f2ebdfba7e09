package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.CommandSet;
import org.plumbline.cli.frame.ExitCode;

final class HelpTest {
  private static final int LINES = 51;
  private static final int COLUMNS = 110;

  static Stream<String> commands() {
    return Plumb.commands().names().stream();
  }

  @Test
  void theListNamesEveryCommand() {
    Ended help = new Shell().run("help");
    assertEquals(ExitCode.DONE, help.code());
    assertTrue(help.out().contains("\n  test "), "the launcher's own command");
    for (CommandSet.Entry entry : Plumb.commands().entries()) {
      assertTrue(help.out().contains(entry.name() + " "), entry.name());
      assertTrue(help.out().contains(entry.summary()), entry.summary());
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpFitsAScreen(String command) {
    Ended help = new Shell().run(command + " --help");
    List<String> lines = help.out().lines().toList();
    assertEquals(ExitCode.DONE, help.code());
    assertTrue(lines.size() <= LINES, () -> command + " has " + lines.size() + " lines");
    lines.forEach(line -> assertTrue(line.length() <= COLUMNS, line));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void helpEndsWithTwoExamplesThatParse(String command) {
    List<String> lines = new Shell().run(command + " --help").out().lines().toList();
    List<String> examples =
        lines.subList(lines.indexOf("Examples") + 1, lines.size()).stream()
            .map(String::strip)
            .toList();
    assertEquals(2, examples.size());
    for (String example : examples) {
      assertTrue(example.startsWith("plumb " + command), example);
      Ended parsed = new Shell().run(example.substring("plumb ".length()) + " --print-options");
      assertEquals(ExitCode.DONE, parsed.code(), () -> example + ": " + parsed.err());
    }
  }

  @Test
  void aGroupListsItsCommands() {
    Ended group = new Shell().run("tokenizer");
    assertEquals(ExitCode.INVALID, group.code());
    assertTrue(group.out().contains("tokenizer train"));
  }
}
