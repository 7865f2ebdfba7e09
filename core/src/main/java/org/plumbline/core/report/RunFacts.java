package org.plumbline.core.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers come from and how to get them again.
 *
 * @param name of the run, told apart from others beside it
 * @param command the exact command to run it again
 * @param seed the root seed
 * @param started date and time with zone
 * @param machine processor, cores, memory, operating system
 * @param phases time by phase, in order
 * @param options all options, resolved
 * @param inputs models and data with their hashes
 * @param versions of what took part: Plumbline, JDK, libtorch
 */
public record RunFacts(
    String name,
    String command,
    long seed,
    String started,
    String machine,
    List<Phase> phases,
    List<Option> options,
    List<Input> inputs,
    List<Version> versions) {

  public RunFacts {
    phases = List.copyOf(phases);
    options = List.copyOf(options);
    inputs = List.copyOf(inputs);
    versions = List.copyOf(versions);
  }

  /**
   * A part of the run.
   *
   * @param seconds of wall-clock time
   * @param tokensPerSecond null where no tokens were processed
   * @param peakMemoryMib highest resident memory up to its end, in MiB; null if not measured
   */
  public record Phase(
      String name,
      double seconds,
      @Nullable Double tokensPerSecond,
      @Nullable Double peakMemoryMib) {}

  /**
   * An option as it was used.
   *
   * @param origin where the value came from: default, recipe, file, command line
   */
  public record Option(String name, String value, String origin) {}

  /**
   * A file or material that went in.
   *
   * @param hash SHA-256 of its bytes
   */
  public record Input(String name, String description, String hash) {}

  /** A part and its version. */
  public record Version(String name, String version) {}
}
