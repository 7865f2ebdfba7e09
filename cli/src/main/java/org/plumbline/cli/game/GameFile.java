package org.plumbline.cli.game;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.options.GivenValue;
import org.plumbline.core.options.OptionSchema;
import org.plumbline.core.options.OptionsFile;

/**
 * A game as its file says: the terms, and below {@code groups} one report for each group.
 *
 * @param options the terms
 * @param groups in the order of the file
 */
public record GameFile(GameOptions options, List<GroupOptions> groups) {
  private static final String GROUPS = "groups";

  /** Checks that the parts fit. */
  public GameFile {
    groups = List.copyOf(groups);
    options.requireConsistent(groups);
  }

  /**
   * Reads a YAML file.
   *
   * @throws InvalidInputException with what is unknown, missing or out of range, and where
   */
  public static GameFile read(Path file) {
    OptionsFile yaml = OptionsFile.read(file, List.of(GROUPS));
    GameOptions options =
        OptionSchema.of(GameOptions.defaults()).bind(yaml.options(), Map.of()).value();
    List<GroupOptions> groups = new ArrayList<>();
    for (Map<String, GivenValue> group : yaml.lists().getOrDefault(GROUPS, List.of())) {
      groups.add(group(group, groups.size() + 1));
    }
    return new GameFile(options, groups);
  }

  private static GroupOptions group(Map<String, GivenValue> given, int number) {
    try {
      return OptionSchema.of(GroupOptions.defaults()).bind(given, Map.of()).value();
    } catch (InvalidInputException e) {
      GivenValue name = given.get("name");
      throw new InvalidInputException(
          "group %s: %s".formatted(name == null ? number : "'" + name + "'", e.getMessage()), e);
    }
  }
}
