package org.plumbline.cli.frame;

/** How a command ends. */
public enum ExitCode {
  DONE(0),
  /** It could not be done. */
  FAILED(1),
  /** The command line, recipe or input is wrong. */
  INVALID(2),
  /** The user stopped it; what was finished is kept. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** What the shell sees. */
  public int number() {
    return number;
  }
}
