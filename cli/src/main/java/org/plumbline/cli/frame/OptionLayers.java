package org.plumbline.cli.frame;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.plumbline.core.options.GivenValue;
import org.plumbline.core.options.Recipe;
import org.plumbline.core.options.Stage;

/**
 * Where a command's options come from, above its defaults.
 *
 * @param recipe by name
 * @param commandLine by name; it overrides the recipe
 */
public record OptionLayers(Map<String, GivenValue> recipe, Map<String, String> commandLine) {

  /** The layers of a command line, which may name a recipe. */
  static OptionLayers of(String command, Map<String, List<String>> given, CommandSet commands) {
    Map<String, String> own = new LinkedHashMap<>();
    given.forEach((name, values) -> own.put(name, String.join(",", values)));
    own.keySet().removeAll(CommonOption.names());
    List<String> named = given.getOrDefault("from-recipe", List.of());
    return new OptionLayers(
        named.isEmpty() ? Map.of() : fromRecipe(command, named.get(0), commands), own);
  }

  private static Map<String, GivenValue> fromRecipe(
      String command, String name, CommandSet commands) {
    int hash = name.lastIndexOf('#');
    String wanted = hash < 0 ? "" : name.substring(hash + 1);
    Recipe recipe =
        Recipe.read(
            Path.of(hash < 0 ? name : name.substring(0, hash)), new TreeSet<>(commands.names()));
    List<Stage> stages =
        recipe.stages().stream()
            .filter(stage -> stage.command().equals(command))
            .filter(stage -> wanted.isEmpty() || stage.name().equals(wanted))
            .toList();
    require(
        stages.size() == 1,
        "a recipe must have exactly one stage '%s' for --from-recipe, or its name after #; '%s' has %s",
        command,
        name,
        stages.isEmpty() ? "none" : stages.stream().map(Stage::name).toList());
    Set<String> references = stages.get(0).references();
    require(
        references.isEmpty(),
        "stage '%s' needs what the stages %s make; run the whole recipe with 'plumb run %s'",
        stages.get(0).name(),
        references,
        name);
    return stages.get(0).options();
  }
}
