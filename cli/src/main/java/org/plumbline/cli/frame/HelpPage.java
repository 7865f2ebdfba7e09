package org.plumbline.cli.frame;

import java.util.List;

/** The help of one command, made to fit one screen. */
final class HelpPage {
  private HelpPage() {}

  static String of(CommandSyntax syntax) {
    String name = "plumb " + syntax.entry().name();
    StringBuilder page = new StringBuilder(name);
    for (OptionLine place : syntax.positional()) {
      page.append(' ').append(place.label()).append(place.many() ? "..." : "");
    }
    page.append(" [OPTIONS]\n").append(syntax.entry().summary()).append('\n');
    section(page, "", syntax.positional(), false);
    section(page, "Options", syntax.options(), true);
    section(page, "With every command", syntax.common(), true);
    page.append("\nExamples\n");
    for (String example : syntax.examples()) {
      page.append("  ").append(name).append(' ').append(example).append('\n');
    }
    return page.toString().stripTrailing();
  }

  static String ofAll(CommandSet commands) {
    StringBuilder page = new StringBuilder("plumb COMMAND [OPTIONS]\n\n");
    int width = commands.entries().stream().mapToInt(e -> e.name().length()).max().orElse(0);
    for (CommandSet.Entry entry : commands.entries()) {
      page.append(("  %-" + width + "s  %s%n").formatted(entry.name(), entry.summary()));
    }
    page.append(
        ("  %-" + width + "s  the tests and checks, by ./plumb; --long adds the slow ones%n")
            .formatted("test"));
    return page.append(
            """

            'plumb COMMAND --help' shows its options and two examples; 'plumb --version' the version.
            Results go to standard output, all else to standard error; --json makes results JSON.
            Exit codes: 0 done, 1 it could not be done, 2 the command line or input is wrong, 130 interrupted.\
            """)
        .toString();
  }

  private static void section(
      StringBuilder page, String heading, List<OptionLine> lines, boolean dashes) {
    if (lines.isEmpty()) {
      return;
    }
    if (!heading.isEmpty()) {
      page.append('\n').append(heading).append('\n');
    }
    int width = lines.stream().mapToInt(line -> title(line, dashes).length()).max().orElse(0);
    for (OptionLine line : lines) {
      String help =
          line.defaultText().isEmpty()
              ? line.help()
              : "%s (%s)".formatted(line.help(), line.defaultText());
      page.append(("  %-" + width + "s  %s%n").formatted(title(line, dashes), help));
    }
  }

  private static String title(OptionLine line, boolean dashes) {
    String name = dashes ? "--" + line.name() : line.label();
    return dashes && !line.flag() ? name + " " + line.label() : name;
  }
}
