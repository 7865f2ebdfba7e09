package org.plumbline.cli.command;

import java.nio.file.Path;
import java.util.List;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.Progress;
import org.plumbline.cli.recipe.RecipeLibrary;
import org.plumbline.cli.recipe.RecipeRun;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.Option;
import org.plumbline.core.options.Recipe;

/** {@code plumb run}: the stages of a recipe. */
public final class RunRecipe implements Command<RunRecipe.Options> {

  /** Which recipe, and what is changed in it. */
  public record Options(
      @Option(value = "a recipe file, or the name of an included one", required = true)
          String recipe,
      @Option("changes of its options, such as pretrain.epochs=1") List<String> set) {
    public Options {
      set = List.copyOf(set);
    }
  }

  @Override
  public Options defaults() {
    return new Options("", List.of());
  }

  @Override
  public List<String> positional() {
    return List.of("recipe");
  }

  @Override
  public boolean writesFolder() {
    return true;
  }

  @Override
  public List<String> examples() {
    return List.of(
        "pretrain-small --out runs/lm",
        "pretrain-small --set pretrain.epochs=1 --seed 2 --out runs/short --dry-run");
  }

  @Override
  public void run(Options options, CommandContext context) {
    Recipe recipe = new RecipeLibrary(context.commands()).find(options.recipe());
    Path out = context.common().out().orElse(Path.of("runs", recipe.name()));
    RecipeRun run = new RecipeRun(recipe, out, options.set(), context);
    if (context.common().dryRun()) {
      run.check();
      context.console().result(recipe, run.describe());
      return;
    }
    if (context.common().out().isEmpty()) {
      throw new InvalidInputException(
          "'plumb run' needs a folder to write into: give --out FOLDER, such as --out " + out);
    }
    RecipeRun.Summary summary = run.run();
    context
        .console()
        .result(
            summary,
            "%s: %d stages in %s"
                .formatted(out, summary.stages().size(), Progress.duration(summary.seconds())));
  }
}
