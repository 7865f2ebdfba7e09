package org.plumbline.cli.command;

import java.util.List;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.recipe.RecipeLibrary;
import org.plumbline.core.options.Recipe;
import org.plumbline.core.options.Stage;

/** {@code plumb recipes}: those that are included. */
public final class Recipes implements Command<Recipes.Options> {

  /** It takes none. */
  public record Options() {}

  record Row(String name, String description, List<String> stages) {}

  @Override
  public Options defaults() {
    return new Options();
  }

  @Override
  public List<String> examples() {
    return List.of("", "--json");
  }

  @Override
  public void run(Options options, CommandContext context) {
    RecipeLibrary library = new RecipeLibrary(context.commands());
    for (String name : RecipeLibrary.INCLUDED) {
      Recipe recipe = library.find(name);
      List<String> stages = recipe.stages().stream().map(Stage::name).toList();
      context
          .console()
          .result(
              new Row(name, recipe.description(), stages),
              "%-16s %s%n%-16s stages: %s"
                  .formatted(name, recipe.description(), "", String.join(", ", stages)));
    }
  }
}
