package org.plumbline.core.options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * A list of stages, each a command with its options, that together make a result.
 *
 * <pre>{@code
 * name: tiny
 * description: a reward model and a policy aligned against it
 * seed: 7
 * stages:
 *   - name: reward
 *     command: reward train
 *     options:
 *       data: pairs.jsonl
 *       optim: { learning-rate: 3e-5 }
 *   - name: policy
 *     command: rl
 *     options: { reward: "${reward}" }
 * }</pre>
 *
 * <p>What several stages of a command share stands once under {@code defaults}, a mapping from
 * command to options; a stage's own options come before it.
 *
 * @param name of the file unless it says another
 * @param description one sentence; may be empty
 * @param seed the root of all randomness; each stage's seed is derived from it
 * @param stages in the order in which they run; a stage refers to earlier ones only
 */
public record Recipe(String name, String description, long seed, List<Stage> stages) {

  public Recipe {
    stages = List.copyOf(stages);
  }

  /**
   * Reads a recipe file; options are checked when they are bound.
   *
   * @param commands those that a stage may name
   * @throws InvalidInputException with file and line, if something is unknown, missing, twice
   *     there, or refers to a stage that does not come before
   */
  public static Recipe read(Path file, Set<String> commands) {
    try {
      return parse(file.toString(), Files.readString(file), commands);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the recipe '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }

  /**
   * Reads a recipe from its text.
   *
   * @param source what messages call it; its file name is the default for the recipe's name
   */
  public static Recipe parse(String source, String yaml, Set<String> commands) {
    return new RecipeReader(source, commands).read(YamlNode.parse(source, yaml));
  }
}
