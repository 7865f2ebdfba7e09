package org.plumbline.core.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.options.YamlNode.Mapping;
import org.plumbline.core.options.YamlNode.Sequence;

/**
 * A YAML file that holds the options of one thing, and below a few keys lists of further things
 * with options of their own; {@link OptionSchema#bind} fills records with them.
 *
 * @param options by name
 * @param lists by key, each item's options by name
 */
public record OptionsFile(
    Map<String, GivenValue> options, Map<String, List<Map<String, GivenValue>>> lists) {

  /**
   * Reads a file; what the options mean is checked when they are bound.
   *
   * @param lists keys that hold a list of mappings
   * @throws InvalidInputException with file and line, if that is no YAML of this form
   */
  public static OptionsFile read(Path file, List<String> lists) {
    try {
      return parse(file.toString(), Files.readString(file), lists);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }

  static OptionsFile parse(String source, String yaml, List<String> listKeys) {
    Mapping root =
        RecipeReader.mapping(
            YamlNode.parse(source, yaml), "the file must be a mapping from option to value");
    Map<String, YamlNode> plain = new LinkedHashMap<>(root.entries());
    Map<String, List<Map<String, GivenValue>>> lists = new LinkedHashMap<>();
    for (String key : listKeys) {
      YamlNode node = plain.remove(key);
      lists.put(key, node == null ? List.of() : items(key, node));
    }
    plain.forEach((key, node) -> requireNoList(key, node, listKeys));
    return new OptionsFile(RecipeReader.options(new Mapping(plain, root.place())), lists);
  }

  private static List<Map<String, GivenValue>> items(String key, YamlNode node) {
    if (!(node instanceof Sequence sequence)) {
      throw RecipeReader.wrong(node, "'%s' must be a list of mappings".formatted(key));
    }
    List<Map<String, GivenValue>> items = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      items.add(RecipeReader.options(item));
    }
    return items;
  }

  /** A list of mappings below another key is most likely a misspelt one. */
  private static void requireNoList(String key, YamlNode node, List<String> listKeys) {
    if (node instanceof Sequence sequence
        && sequence.items().stream().anyMatch(Mapping.class::isInstance)) {
      throw new InvalidInputException(
          "%s: unknown key '%s' with a list of mappings; %s"
              .formatted(node.place(), key, Nearest.hint(key, listKeys)));
    }
  }
}
