package org.plumbline.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A small checkout in a folder with spaces: the real launcher, a pom, and a Maven that only notes
 * that it was called.
 */
final class Checkout {
  record Outcome(int exitCode, String output, String messages) {}

  private static final List<String> TOOLS =
      List.of(
          "sh",
          "uname",
          "nproc",
          "find",
          "sed",
          "tr",
          "grep",
          "cat",
          "readlink",
          "awk",
          "mv",
          "rm",
          "mkdir",
          "head");

  private final Path home;
  final Path root;
  final Map<String, String> environment = new HashMap<>();

  Checkout(Path folder) throws IOException {
    home = Files.createDirectories(folder.resolve("a home"));
    root = Files.createDirectories(folder.resolve("a check out"));
    script(root.resolve("plumb"), Files.readString(Path.of("..", "plumb")));
    Files.createDirectories(root.resolve("cli/src/main"));
    Files.createDirectories(root.resolve("cli/target"));
    Files.createDirectories(root.resolve(".mvn"));
    Files.writeString(root.resolve("pom.xml"), "<project>\n<module>cli</module>\n</project>\n");
    Files.writeString(root.resolve("cli/pom.xml"), "<project/>\n");
    Files.writeString(root.resolve("cli/target/plumbline-cli-1.jar"), "");
    Files.writeString(
        root.resolve("cli/target/classpath.txt"),
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    script(tools().resolve("mvn"), "#!/bin/sh\necho \"$*\" >> \"" + root + "/maven-calls\"\n");
    environment.put("HOME", home.toString());
    environment.put("PATH", tools() + ":" + System.getenv("PATH"));
    environment.put("PLUMB_JDKS", jdks().toString());
  }

  /** A folder in which the JDK that runs this test is the only one. */
  private Path jdks() throws IOException {
    Path folder = Files.createDirectories(home.resolve("the jdks"));
    Files.createSymbolicLink(folder.resolve("a jdk"), Path.of(System.getProperty("java.home")));
    return folder;
  }

  private Path tools() throws IOException {
    return Files.createDirectories(home.resolve("tools"));
  }

  /** A JDK of version 17 as far as anyone can see; its programs fail. */
  Path jdk17() throws IOException {
    Path folder = Files.createDirectories(home.resolve("jdk 17"));
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    Files.createDirectories(folder.resolve("bin"));
    for (String program : List.of("java", "javac")) {
      script(
          folder.resolve("bin").resolve(program),
          "#!/bin/sh\necho 'openjdk version 17' >&2\nexit 9\n");
    }
    return folder;
  }

  /** A folder with what the launcher calls, and no Java. */
  Path bareTools() throws IOException {
    Path bare = Files.createDirectories(home.resolve("bare"));
    for (String tool : TOOLS) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(folder, tool);
        if (Files.exists(real) && Files.notExists(bare.resolve(tool))) {
          Files.createSymbolicLink(bare.resolve(tool), real);
        }
      }
    }
    return bare;
  }

  int mavenCalls() throws IOException {
    return mavenArguments().size();
  }

  /** What Maven was called with each time. */
  List<String> mavenArguments() throws IOException {
    Path calls = root.resolve("maven-calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  /** Sets the time of a file back behind the last build, or before it. */
  void touch(Path file, Instant time) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  Outcome plumb(String... arguments) throws IOException, InterruptedException {
    return run(root.resolve("plumb"), root, arguments);
  }

  Outcome run(Path program, Path from, String... arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(home, "output", ".txt");
    Path messages = Files.createTempFile(home, "messages", ".txt");
    var command = new java.util.ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(from.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process =
        builder.redirectOutput(output.toFile()).redirectError(messages.toFile()).start();
    process.getOutputStream().close();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher did not end: " + Files.readString(messages));
    }
    return new Outcome(process.exitValue(), Files.readString(output), Files.readString(messages));
  }

  private static void script(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
