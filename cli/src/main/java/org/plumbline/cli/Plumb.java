package org.plumbline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code plumb} command, where all others hang. */
@Command(
    name = "plumb",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Aligns language models with reward models that are hard to fool.")
public final class Plumb implements Runnable {
  private Plumb() {}

  /**
   * Runs one command and ends with its exit code: 0 done, 1 it could not be done, 2 wrong usage,
   * 130 interrupted.
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Plumb()).execute(arguments));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
