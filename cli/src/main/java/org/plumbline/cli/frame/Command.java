package org.plumbline.cli.frame;

import java.util.List;
import org.plumbline.core.options.OptionSchema;

/**
 * What one {@code plumb} command does; a class for each.
 *
 * @param <O> its options: a record whose components become {@code --kebab-case} options
 */
public interface Command<O extends Record> {

  /** All options at their defaults; what the user must give is marked so and may be empty. */
  O defaults();

  /** What the options are called and mean. */
  default OptionSchema<O> schema() {
    return OptionSchema.of(defaults());
  }

  /** Whether it writes into {@code --out}, and so understands {@code --resume} too. */
  default boolean writesFolder() {
    return false;
  }

  /** Names of the options that are given without {@code --}, in their order. */
  default List<String> positional() {
    return List.of();
  }

  /** What follows {@code plumb NAME} in two command lines that run. */
  List<String> examples();

  /** Does the work; results go to the context's console. */
  void run(O options, CommandContext context);
}
