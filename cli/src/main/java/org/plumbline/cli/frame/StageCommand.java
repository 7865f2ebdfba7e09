package org.plumbline.cli.frame;

/**
 * A command that computes something into a run folder, so that it can be stopped, resumed, and be a
 * stage of a recipe.
 */
public interface StageCommand<O extends Record> extends Command<O> {

  /**
   * What {@link #compute} would do with these options, for {@code --dry-run}; checks them and
   * changes nothing.
   */
  Plan plan(O options, CommandContext context);

  /** Computes the result into the context's run folder. */
  Result compute(O options, CommandContext context);

  @Override
  default boolean writesFolder() {
    return true;
  }

  /** As {@link #compute}, and prints the result. */
  @Override
  default void run(O options, CommandContext context) {
    Result result = compute(options, context);
    context.console().result(result.values(), result.text());
  }
}
