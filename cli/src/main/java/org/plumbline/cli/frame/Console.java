package org.plumbline.cli.frame;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Results go to standard output, everything else to standard error. */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean quiet;
  private final boolean terminal;

  /**
   * A console on these streams.
   *
   * @param json whether results are JSON
   * @param quiet whether only results, warnings and errors are printed
   * @param terminal whether {@code err} is a terminal, which takes a progress bar
   */
  public Console(PrintStream out, PrintStream err, boolean json, boolean quiet, boolean terminal) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.quiet = quiet;
    this.terminal = terminal;
  }

  /**
   * The result of a command, or one row of it: one JSON object on a line with {@code --json}, else
   * the text.
   *
   * @param result a record or a JSON tree
   */
  public void result(Object result, String text) {
    out.println(json ? ResultJson.of(result) : text);
  }

  /** A piece of a text that is the result, as soon as it is there. */
  public void piece(String text) {
    out.print(text);
    out.flush();
  }

  /** Something that helps the user to follow; left out with {@code --quiet}. */
  public void say(String format, Object... values) {
    if (!quiet) {
      err.println(format.formatted(values));
    }
  }

  /** Something that the user must know. */
  public void warn(String message) {
    err.println("warning: " + message);
  }

  /** Something that went wrong and ended the command. */
  public void error(String message) {
    err.println("plumb: " + message);
  }

  /** Whether results are JSON. */
  public boolean json() {
    return json;
  }

  /**
   * Progress of one piece of work.
   *
   * @param what the work, a word or two
   * @param total how many units there are; 0 if nobody knows yet
   * @param unit the unit, in the plural
   */
  public Progress progress(String what, long total, String unit) {
    return new Progress(quiet ? null : err, terminal, what, total, unit, System::nanoTime);
  }

  /** Whether standard error goes to a person's terminal. */
  static boolean errorIsTerminal() {
    Path descriptor = Path.of("/proc/self/fd/2");
    if (Files.isSymbolicLink(descriptor)) {
      try {
        String target = Files.readSymbolicLink(descriptor).toString();
        return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
      } catch (IOException e) {
        return false;
      }
    }
    return System.console() != null && System.getenv("TERM") != null;
  }
}
