package org.plumbline.cli.command;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.recipe.RecipeLibrary;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.options.Option;

/** {@code plumb recipes copy}: hands an included recipe over to be edited. */
public final class RecipesCopy implements Command<RecipesCopy.Options> {

  /** Which one, and where to. */
  public record Options(
      @Option(value = "the recipe, as 'plumb recipes' lists it", required = true) String name,
      @Option("the file to write; NAME.yaml if left out") String to) {}

  record Copied(String file) {}

  @Override
  public Options defaults() {
    return new Options("", "");
  }

  @Override
  public List<String> positional() {
    return List.of("name");
  }

  @Override
  public List<String> examples() {
    return List.of("pretrain-small", "pretrain-small --to mine.yaml");
  }

  @Override
  public void run(Options options, CommandContext context) {
    String text = new RecipeLibrary(context.commands()).text(options.name());
    Path file = Path.of(options.to().isEmpty() ? options.name() + ".yaml" : options.to());
    require(
        !Files.exists(file),
        "'%s' is there already; move it, or give another name with --to",
        file);
    try {
      DurableFiles.write(file, text);
    } catch (IOException e) {
      throw DurableFiles.failure("write '%s'".formatted(file), "Give another file with --to", e);
    }
    context
        .console()
        .result(
            new Copied(file.toString()), "%s: run it with 'plumb run %s'".formatted(file, file));
  }
}
