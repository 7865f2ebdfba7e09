package org.plumbline.cli.recipe;

import static org.plumbline.core.error.Require.require;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.options.Recipe;
import org.plumbline.core.options.Stage;

/**
 * What a command line changes in a recipe: {@code STAGE.OPTION=VALUE}.
 *
 * @param byStage options by stage
 */
record StageOverrides(Map<String, Map<String, String>> byStage) {

  static StageOverrides parse(List<String> settings, Recipe recipe) {
    List<String> stages = recipe.stages().stream().map(Stage::name).toList();
    Map<String, Map<String, String>> byStage = new LinkedHashMap<>();
    for (String setting : settings) {
      int dot = setting.indexOf('.');
      int equals = setting.indexOf('=');
      require(
          dot > 0 && equals > dot + 1,
          "--set must look like STAGE.OPTION=VALUE, as in %s.epochs=1 (got '%s')",
          stages.get(0),
          setting);
      String stage = setting.substring(0, dot);
      if (!stages.contains(stage)) {
        throw new InvalidInputException(
            "recipe '%s' has no stage '%s'; %s"
                .formatted(recipe.name(), stage, Nearest.hint(stage, stages)));
      }
      byStage
          .computeIfAbsent(stage, name -> new LinkedHashMap<>())
          .put(setting.substring(dot + 1, equals), setting.substring(equals + 1));
    }
    return new StageOverrides(byStage);
  }

  Map<String, String> of(Stage stage) {
    return byStage.getOrDefault(stage.name(), Map.of());
  }
}
