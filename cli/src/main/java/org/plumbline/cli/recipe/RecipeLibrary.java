package org.plumbline.cli.recipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.plumbline.cli.frame.CommandSet;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.options.Recipe;

/** The recipes that come with Plumbline, and those in files. */
public final class RecipeLibrary {
  /** Those that are included, in the order in which they are listed. */
  public static final List<String> INCLUDED =
      List.of("demo", "demo-quick", "demo-long", "pretrain-small", "gold-e5", "course");

  private final Set<String> commands;

  /** Recipes whose stages may name these commands. */
  public RecipeLibrary(CommandSet commands) {
    this.commands = new TreeSet<>(commands.names());
  }

  /** A recipe file, or an included one by its name. */
  public Recipe find(String nameOrFile) {
    return isIncluded(nameOrFile)
        ? Recipe.parse(nameOrFile + ".yaml", text(nameOrFile), commands)
        : fromFile(nameOrFile);
  }

  /** An included recipe as it stands in its file. */
  public String text(String name) {
    if (!INCLUDED.contains(name)) {
      throw new InvalidInputException(
          "there is no included recipe '%s'; %s".formatted(name, Nearest.hint(name, INCLUDED)));
    }
    try (InputStream in = RecipeLibrary.class.getResourceAsStream("/recipes/" + name + ".yaml")) {
      if (in == null) {
        throw new FailedException("the class path lacks recipes/%s.yaml".formatted(name));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FailedException("cannot read the recipe '%s': %s".formatted(name, e), e);
    }
  }

  private Recipe fromFile(String file) {
    if (!Files.exists(Path.of(file))) {
      throw new InvalidInputException(
          "there is no recipe file '%s', and no included recipe of that name; %s"
              .formatted(file, Nearest.hint(file, INCLUDED)));
    }
    return Recipe.read(Path.of(file), commands);
  }

  /** A file or folder that happens to have the name of an included recipe is reached by ./NAME. */
  private static boolean isIncluded(String name) {
    return INCLUDED.contains(name);
  }
}
