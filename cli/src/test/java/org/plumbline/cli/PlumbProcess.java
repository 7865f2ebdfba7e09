package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A command line in a process of its own, which can be killed. */
final class PlumbProcess implements AutoCloseable {
  private static final long PATIENCE_MINUTES = 3;

  private final Process process;
  private final Path messages;

  private PlumbProcess(Process process, Path messages) {
    this.process = process;
    this.messages = messages;
  }

  /**
   * How a process is started.
   *
   * @param wrapper words before Java's
   * @param java further options of Java
   * @param main the main class
   */
  record Way(List<String> wrapper, List<String> java, Class<?> main) {
    static final Way PLAIN = new Way(List.of(), List.of(), Plumb.class);

    /**
     * Nothing that it writes may be longer than so many blocks of 512 bytes: a disk that is full.
     */
    static Way onFullDisk(int blocks) {
      String limit = "ulimit -f " + blocks + "; exec \"$@\"";
      return new Way(List.of("sh", "-c", limit, "sh"), List.of(), Plumb.class);
    }

    Way with(String... options) {
      return new Way(wrapper, List.of(options), main);
    }
  }

  /** Starts what follows {@code plumb}; words are separated by spaces. */
  static PlumbProcess start(Path folder, String line) throws IOException {
    return start(folder, Way.PLAIN, line);
  }

  /**
   * Starts a command line in some way.
   *
   * @param folder where its messages are kept until it is closed
   */
  static PlumbProcess start(Path folder, Way way, String line) throws IOException {
    List<String> words = new ArrayList<>(way.wrapper);
    words.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    words.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Dorg.bytedeco.openblas.load=mkl_rt",
            "-Dorg.bytedeco.javacpp.nopointergc=true"));
    words.addAll(way.java);
    words.add("-cp");
    words.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")));
    words.add(way.main.getName());
    words.addAll(List.of(line.split(" ")));
    Path messages = Files.createTempFile(folder, "messages", ".txt");
    return new PlumbProcess(
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile())
            .start(),
        messages);
  }

  /** Waits until something is so, or the process has ended by itself. */
  PlumbProcess until(BooleanSupplier moment) throws InterruptedException {
    while (process.isAlive() && !moment.getAsBoolean()) {
      Thread.sleep(1);
    }
    return this;
  }

  /** Waits for so long, or for the process's end. */
  PlumbProcess during(long milliseconds) throws InterruptedException {
    process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    return this;
  }

  /** Kills it as {@code kill -9} does, and waits for that. */
  int kill() throws InterruptedException {
    return process.destroyForcibly().waitFor();
  }

  /** Asks it to end as {@code kill} does, and waits for its exit code. */
  int terminate() throws InterruptedException, IOException {
    process.destroy();
    return exitCode();
  }

  /** Interrupts it as Ctrl-C does, and waits for its exit code. */
  int interrupt() throws InterruptedException, IOException {
    pressCtrlC();
    return exitCode();
  }

  /** Interrupts it as Ctrl-C does. */
  PlumbProcess pressCtrlC() throws InterruptedException, IOException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
    return this;
  }

  /** Writes a line to its standard input. */
  PlumbProcess type(String line) throws IOException {
    process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    return this;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException, IOException {
    assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), messages());
    return process.exitValue();
  }

  /** All that it has printed. */
  String messages() throws IOException {
    return Files.readString(messages);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(messages);
  }
}
