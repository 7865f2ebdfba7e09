package org.plumbline.cli.frame;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What every command understands.
 *
 * @param out the run folder, for a command that writes one
 * @param givenSeed the root of all chance, if the user chose it
 * @param resume whether to go on with what {@code out} holds
 * @param dryRun whether to say what would be done, and do nothing
 * @param threads of one operation; 0 is one for each processor
 * @param printOptions whether to print each option with its origin, and do nothing
 */
public record CommonOptions(
    Optional<Path> out,
    OptionalLong givenSeed,
    boolean resume,
    boolean dryRun,
    int threads,
    boolean printOptions) {
  private static final long USUAL_SEED = 1;

  public CommonOptions {
    require(
        threads >= 0,
        "threads must not be negative (got %d); 0 is one for each processor",
        threads);
  }

  /** The root of all chance. */
  public long seed() {
    return givenSeed.orElse(USUAL_SEED);
  }

  /** The same for a part of a run with a folder and seed of its own. */
  public CommonOptions inside(Path folder, long partSeed, boolean goOn) {
    return new CommonOptions(
        Optional.of(folder), OptionalLong.of(partSeed), goOn, dryRun, threads, printOptions);
  }
}
