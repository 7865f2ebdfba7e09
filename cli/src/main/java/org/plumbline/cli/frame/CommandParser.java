package org.plumbline.cli.frame;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Takes the words of one command line apart, by the options of its command. */
final class CommandParser {
  private final CommandSyntax syntax;
  private final CommandSpec spec;

  CommandParser(CommandSyntax syntax) {
    this.syntax = syntax;
    this.spec = CommandSpec.create().name("plumb " + syntax.entry().name());
    spec.parser().abbreviatedOptionsAllowed(false).overwrittenOptionsAllowed(false);
    syntax.options().forEach(this::add);
    syntax.common().forEach(this::add);
    List<OptionLine> positional = syntax.positional();
    for (int i = 0; i < positional.size(); i++) {
      boolean last = i == positional.size() - 1;
      spec.addPositional(
          PositionalParamSpec.builder()
              .index(last && positional.get(i).many() ? i + "..*" : String.valueOf(i))
              .arity("0..1")
              .type(positional.get(i).many() ? List.class : String.class)
              .auxiliaryTypes(String.class)
              .build());
    }
  }

  /** What was given, by option name without {@code --}; repeated ones in their order. */
  Map<String, List<String>> parse(List<String> words) {
    ParseResult result;
    try {
      result = new CommandLine(spec).parseArgs(words.toArray(String[]::new));
    } catch (CommandLine.UnmatchedArgumentException e) {
      throw unknown(e.getUnmatched().get(0));
    } catch (CommandLine.ParameterException e) {
      throw new InvalidInputException(
          "%s. 'plumb %s --help' shows all options"
              .formatted(e.getMessage(), syntax.entry().name()),
          e);
    }
    Map<String, List<String>> given = new LinkedHashMap<>();
    for (OptionSpec option : result.matchedOptions()) {
      given.put(option.longestName().substring(2), values(option.getValue()));
    }
    for (PositionalParamSpec place : result.matchedPositionals()) {
      given.put(syntax.positional().get(place.index().min()).name(), values(place.getValue()));
    }
    return given;
  }

  private void add(OptionLine line) {
    OptionSpec.Builder option = OptionSpec.builder("--" + line.name());
    option.type(line.many() ? List.class : String.class).auxiliaryTypes(String.class);
    if (line.flag()) {
      option.arity("0..1").fallbackValue("true");
    } else {
      option.arity("1");
    }
    spec.addOption(option.build());
  }

  private InvalidInputException unknown(String word) {
    if (!word.startsWith("-")) {
      return new InvalidInputException(
          "'plumb %s' cannot do anything with '%s'. 'plumb %s --help' shows what it takes"
              .formatted(syntax.entry().name(), word, syntax.entry().name()));
    }
    List<String> names = spec.options().stream().map(OptionSpec::longestName).sorted().toList();
    String bare = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    return new InvalidInputException(
        "'plumb %s' has no option '%s'; %s"
            .formatted(syntax.entry().name(), bare, Nearest.hint(bare, names)));
  }

  private static List<String> values(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
