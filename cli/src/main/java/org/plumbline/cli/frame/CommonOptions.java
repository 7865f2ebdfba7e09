package org.plumbline.cli.frame;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What every command understands.
 *
 * @param out the run folder, for a command that writes one
 * @param seed the root of all chance
 * @param resume whether to go on with what {@code out} holds
 * @param dryRun whether to say what would be done, and do nothing
 * @param threads of one operation; 0 is one for each processor
 * @param printOptions whether to print each option with its origin, and do nothing
 */
public record CommonOptions(
    Optional<Path> out,
    long seed,
    boolean resume,
    boolean dryRun,
    int threads,
    boolean printOptions) {
  /** The seed that is used where none is given. */
  static final long DEFAULT_SEED = 1;

  public CommonOptions {
    require(
        threads >= 0,
        "threads must not be negative (got %d); 0 is one for each processor",
        threads);
  }

  /** The same for a part of a run with a folder and seed of its own. */
  public CommonOptions inside(Path folder, long partSeed, boolean goOn) {
    return new CommonOptions(Optional.of(folder), partSeed, goOn, dryRun, threads, printOptions);
  }
}
