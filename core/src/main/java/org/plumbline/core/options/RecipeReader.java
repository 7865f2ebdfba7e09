package org.plumbline.core.options;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.options.YamlNode.Mapping;
import org.plumbline.core.options.YamlNode.Nothing;
import org.plumbline.core.options.YamlNode.Scalar;
import org.plumbline.core.options.YamlNode.Sequence;

/** Makes a recipe of YAML, strictly. */
record RecipeReader(String source, Set<String> commands) {
  private static final List<String> RECIPE_KEYS =
      List.of("name", "description", "seed", "defaults", "stages");
  private static final List<String> STAGE_KEYS = List.of("name", "command", "options");

  Recipe read(YamlNode root) {
    Mapping recipe = mapping(root, "a recipe must be a mapping with 'stages'");
    requireKeys(recipe, RECIPE_KEYS);
    YamlNode list = recipe.entries().get("stages");
    if (!(list instanceof Sequence sequence) || sequence.items().isEmpty()) {
      throw wrong(list == null ? recipe : list, "'stages' must list at least one stage");
    }
    Map<String, Map<String, GivenValue>> defaults = defaults(recipe);
    List<Stage> stages = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (YamlNode item : sequence.items()) {
      Stage stage = stage(item, defaults);
      if (!names.add(stage.name())) {
        throw new InvalidInputException(
            "%s: stage names must be unique; '%s' is there twice"
                .formatted(stage.place(), stage.name()));
      }
      stages.add(stage);
    }
    requireUsed(recipe, defaults.keySet(), stages);
    requireEarlierReferences(stages);
    return new Recipe(
        text(recipe, "name", defaultName()), text(recipe, "description", ""), seed(recipe), stages);
  }

  /** Options that every stage of a command has unless it says otherwise. */
  private Map<String, Map<String, GivenValue>> defaults(Mapping recipe) {
    Map<String, Map<String, GivenValue>> defaults = new LinkedHashMap<>();
    YamlNode given = recipe.entries().get("defaults");
    if (given != null) {
      mapping(given, "'defaults' must be a mapping from command to options")
          .entries()
          .forEach(
              (command, node) -> {
                requireCommand(node.place(), command);
                defaults.put(command, options(node));
              });
    }
    return defaults;
  }

  private static void requireUsed(Mapping recipe, Set<String> commands, List<Stage> stages) {
    for (String command : commands) {
      if (stages.stream().noneMatch(stage -> stage.command().equals(command))) {
        throw new InvalidInputException(
            "%s: there are defaults for '%s', but no stage runs it; take them out"
                .formatted(recipe.place(), command));
      }
    }
  }

  private void requireCommand(String place, String command) {
    if (!commands.contains(command)) {
      throw new InvalidInputException(
          "%s: unknown command '%s'; %s"
              .formatted(
                  place, command, Nearest.hint(command, commands.stream().sorted().toList())));
    }
  }

  private Stage stage(YamlNode node, Map<String, Map<String, GivenValue>> defaults) {
    Mapping stage = mapping(node, "a stage must be a mapping with 'name' and 'command'");
    requireKeys(stage, STAGE_KEYS);
    String name = text(stage, "name", null);
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new InvalidInputException(
          "%s: a stage's name is also its folder's: lower-case letters, digits and '-' (got '%s')"
              .formatted(stage.place(), name));
    }
    String command = text(stage, "command", null);
    requireCommand(stage.place(), command);
    Map<String, GivenValue> options = new LinkedHashMap<>(defaults.getOrDefault(command, Map.of()));
    YamlNode given = stage.entries().get("options");
    if (given != null && !(given instanceof Nothing)) {
      options.putAll(options(given));
    }
    return new Stage(name, command, options, stage.place());
  }

  /** The options of a mapping, those of nested ones by their full names. */
  static Map<String, GivenValue> options(YamlNode given) {
    Map<String, GivenValue> options = new LinkedHashMap<>();
    flatten("", mapping(given, "'options' must be a mapping from option to value"), options);
    return options;
  }

  /** A mapping below an option's name stands for the options of a nested record. */
  private static void flatten(String prefix, Mapping mapping, Map<String, GivenValue> options) {
    mapping
        .entries()
        .forEach(
            (key, node) -> {
              String name = prefix + key;
              switch (node) {
                case Mapping nested -> flatten(name + "-", nested, options);
                case Scalar scalar ->
                    put(options, name, new GivenValue.Text(scalar.text(), scalar.place()));
                case Nothing nothing -> put(options, name, new GivenValue.Nothing(nothing.place()));
                case Sequence sequence -> put(options, name, items(name, sequence));
              }
            });
  }

  private static void put(Map<String, GivenValue> options, String name, GivenValue value) {
    if (options.put(name, value) != null) {
      throw new InvalidInputException(
          "%s: option '%s' is given twice, once nested and once by its full name"
              .formatted(value.place(), name));
    }
  }

  private static GivenValue items(String name, Sequence sequence) {
    List<String> items = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      if (!(item instanceof Scalar scalar)) {
        throw wrong(item, "the items of option '%s' must be plain values".formatted(name));
      }
      items.add(scalar.text());
    }
    return new GivenValue.Items(items, sequence.place());
  }

  private static void requireEarlierReferences(List<Stage> stages) {
    List<String> all = stages.stream().map(Stage::name).toList();
    Set<String> earlier = new LinkedHashSet<>();
    for (Stage stage : stages) {
      stage
          .options()
          .forEach(
              (name, value) -> {
                for (String reference : Stage.references(value)) {
                  requireEarlier(stage, name, value, reference, earlier, all);
                }
              });
      earlier.add(stage.name());
    }
  }

  private static void requireEarlier(
      Stage stage,
      String option,
      GivenValue value,
      String reference,
      Set<String> earlier,
      List<String> all) {
    if (!all.contains(reference)) {
      throw new InvalidInputException(
          "%s: option '%s' refers to a stage '%s' that does not exist; %s"
              .formatted(value.place(), option, reference, Nearest.hint(reference, all)));
    }
    if (!earlier.contains(reference)) {
      throw new InvalidInputException(
          "%s: option '%s' of stage '%s' may refer to earlier stages only; '%s' %s. Change the order"
              .formatted(
                  value.place(),
                  option,
                  stage.name(),
                  reference,
                  reference.equals(stage.name()) ? "is itself" : "comes later"));
    }
  }

  private static long seed(Mapping recipe) {
    String text = text(recipe, "seed", "0");
    try {
      return Long.parseLong(text.replace("_", ""));
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "%s: 'seed' must be a whole number such as 7 (got '%s')".formatted(recipe.place(), text),
          e);
    }
  }

  private static String text(Mapping mapping, String key, @Nullable String otherwise) {
    YamlNode node = mapping.entries().get(key);
    if (node == null && otherwise != null) {
      return otherwise;
    }
    if (!(node instanceof Scalar scalar) || scalar.text().isBlank()) {
      throw wrong(node == null ? mapping : node, "'%s' must be a text".formatted(key));
    }
    return scalar.text();
  }

  static Mapping mapping(YamlNode node, String rule) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    throw wrong(node, rule);
  }

  private static void requireKeys(Mapping mapping, List<String> known) {
    mapping
        .entries()
        .forEach(
            (key, value) -> {
              if (!known.contains(key)) {
                throw new InvalidInputException(
                    "%s: unknown key '%s'; %s"
                        .formatted(value.place(), key, Nearest.hint(key, known)));
              }
            });
  }

  static InvalidInputException wrong(YamlNode node, String rule) {
    return new InvalidInputException("%s: %s (got %s)".formatted(node.place(), rule, node.kind()));
  }

  private String defaultName() {
    Path file = Path.of(source).getFileName();
    return (file == null ? source : file.toString()).replaceFirst("\\.ya?ml$", "");
  }
}
