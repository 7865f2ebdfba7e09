package org.plumbline.cli.frame;

import java.util.List;

/**
 * What may stand after a command's name.
 *
 * @param entry the command
 * @param options its own, with {@code --}
 * @param positional its own, by their places
 * @param common those that every command of its kind understands
 * @param examples two that run
 */
record CommandSyntax(
    CommandSet.Entry entry,
    List<OptionLine> options,
    List<OptionLine> positional,
    List<OptionLine> common,
    List<String> examples) {

  static CommandSyntax of(CommandSet.Entry entry, Command<?> command) {
    List<OptionLine> all = OptionLine.of(command.schema().fields());
    List<String> places = command.positional();
    return new CommandSyntax(
        entry,
        all.stream().filter(line -> !places.contains(line.name())).toList(),
        places.stream().map(name -> named(all, name).asPosition()).toList(),
        CommonOption.of(command),
        command.examples());
  }

  private static OptionLine named(List<OptionLine> lines, String name) {
    return lines.stream().filter(line -> line.name().equals(name)).findFirst().orElseThrow();
  }
}
