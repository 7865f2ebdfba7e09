package org.plumbline.cli.frame;

import java.util.List;

/**
 * What one {@code plumb} command does; a class for each.
 *
 * @param <O> its options: a record whose components become {@code --kebab-case} options
 */
public interface Command<O extends Record> {

  /** All options at their defaults; an empty text where the user must give one. */
  O defaults();

  /** Names of the components that are given without {@code --}, in their order. */
  default List<String> positional() {
    return List.of();
  }

  /** What follows {@code plumb NAME} in two command lines that run. */
  List<String> examples();

  /** Does the work; results go to the context's console. */
  void run(O options, CommandContext context);
}
