package org.plumbline.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.launcher.Checkout.Outcome;

@EnabledOnOs(OS.LINUX)
class LauncherTest {
  @TempDir private Path folder;
  private Checkout checkout;

  @BeforeEach
  void checkOut() throws IOException {
    checkout = new Checkout(folder);
  }

  @Test
  void aJava17InJavaHomeAndInFrontOfThePathIsPassedOver() throws Exception {
    Path old = checkout.jdk17();
    checkout.environment.put("JAVA_HOME", old.toString());
    checkout.environment.merge("PATH", old + "/bin", (path, bin) -> bin + ":" + path);
    assertPrintsVersion(checkout.plumb("--version"));
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    checkout.environment.put("PATH", checkout.bareTools().toString());
    checkout.environment.put("PLUMB_JDKS", folder.resolve("nothing").toString());
    checkout.environment.put("JAVA_HOME", checkout.jdk17().toString());
    Outcome outcome = checkout.plumb("--version");
    assertAll(
        () -> assertEquals(1, outcome.exitCode(), outcome.messages()),
        () -> assertEquals("", outcome.output()),
        () -> assertTrue(outcome.messages().contains("21 or newer"), outcome.messages()),
        () -> assertTrue(outcome.messages().contains("Found: 17.0.15 in "), outcome.messages()),
        () -> assertTrue(outcome.messages().contains("apt install"), outcome.messages()));
  }

  @Test
  void worksThroughLinksFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("a link"), checkout.root.resolve("plumb"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link.getFileName());
    assertPrintsVersion(checkout.run(second, folder, "--version"));
  }

  @Test
  void anUnknownCommandEndsWith2AndWithoutAStackTrace() throws Exception {
    Outcome outcome = checkout.plumb("nonsense");
    assertAll(
        () -> assertEquals(2, outcome.exitCode(), outcome.messages()),
        () -> assertEquals("", outcome.output()),
        () -> assertTrue(outcome.messages().contains("nonsense"), outcome.messages()),
        () -> assertFalse(outcome.messages().contains("\tat "), outcome.messages()));
  }

  @Test
  void onlyWhatIsStaleIsBuilt() throws Exception {
    Path source = Files.writeString(checkout.root.resolve("cli/src/main/A.java"), "");
    assertPrintsVersion(checkout.plumb("--version"));
    assertEquals(1, checkout.mavenCalls(), "a first call builds");
    Outcome second = checkout.plumb("--version");
    assertEquals(1, checkout.mavenCalls(), "a second call builds nothing");
    assertEquals("", second.messages(), "and says nothing");
    checkout.touch(source, Instant.now().plusSeconds(60));
    checkout.plumb("--version");
    assertEquals(2, checkout.mavenCalls(), "a newer source is built");
  }

  @Test
  void theModuleForTablesIsBuiltWhenATableIsNamedAndStays() throws Exception {
    Path target = Files.createDirectories(checkout.root.resolve("tables/target"));
    Files.writeString(target.resolve("plumbline-tables-1.jar"), "");
    Path duckdb = Files.writeString(folder.resolve("duckdb.jar"), "");
    Files.writeString(target.resolve("classpath.txt"), duckdb.toString());
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), "data: x.jsonl\n");
    checkout.plumb("run", recipe.toString());
    assertTrue(checkout.mavenArguments().getLast().contains("-pl cli -am"));
    Files.writeString(recipe, "data: [x.csv, y.jsonl]\n");
    checkout.plumb("run", recipe.toString());
    assertTrue(checkout.mavenArguments().getLast().contains("-pl cli,tables -am"));
    assertTrue(
        Files.readString(checkout.root.resolve(".plumb/classpath")).endsWith(duckdb.toString()),
        "the class path holds it");
    Outcome later = checkout.plumb("nonsense", "--data", "X.PARQUET");
    assertEquals(2, checkout.mavenCalls(), "it is built once");
    assertTrue(later.messages().contains("nonsense"), later.messages());
    checkout.touch(checkout.root.resolve("pom.xml"), Instant.now().plusSeconds(60));
    checkout.plumb("--version");
    assertTrue(checkout.mavenArguments().getLast().contains("-pl cli,tables -am"));
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    checkout.environment.put("PATH", checkout.bareTools().toString());
    Outcome outcome = checkout.plumb("--version");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.messages().contains("needs Maven"), outcome.messages());
  }

  @Test
  void offlineWithAnEmptyRepositoryItSaysWhatIsMissingAndHowToGoOn() throws Exception {
    checkout.environment.put("PATH", System.getenv("PATH"));
    checkout.environment.put("PLUMB_OFFLINE", "1");
    checkout.environment.put(
        "MAVEN_OPTS", "-Dmaven.repo.local=" + Files.createDirectory(folder.resolve("empty")));
    String head = "<modelVersion>4.0.0</modelVersion><groupId>g</groupId><version>1</version>";
    Files.writeString(
        checkout.root.resolve("pom.xml"),
        "<project>%s<artifactId>a</artifactId><packaging>pom</packaging><modules>\n<module>cli</module>\n</modules></project>"
            .formatted(head));
    Files.writeString(
        checkout.root.resolve("cli/pom.xml"),
        "<project>%s<artifactId>cli</artifactId></project>".formatted(head));
    Outcome outcome = checkout.plumb("--version");
    assertAll(
        () -> assertEquals(1, outcome.exitCode(), outcome.messages()),
        () ->
            assertTrue(outcome.messages().contains("the first thing missing"), outcome.messages()),
        () ->
            assertTrue(
                outcome.messages().contains("org.apache.maven.plugins:"), outcome.messages()),
        () -> assertTrue(outcome.messages().contains("~/.m2/settings.xml"), outcome.messages()));
  }

  @Test
  void aCacheFolderThatCannotBeWrittenIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("no folder"), "");
    checkout.environment.put("PLUMB_CACHE", file.toString());
    Outcome outcome = checkout.plumb("--version");
    assertEquals(1, outcome.exitCode());
    assertTrue(outcome.messages().contains("PLUMB_CACHE"), outcome.messages());
  }

  private static void assertPrintsVersion(Outcome outcome) {
    assertEquals(0, outcome.exitCode(), outcome.messages());
    assertTrue(outcome.output().startsWith("plumb "), outcome.output() + outcome.messages());
  }
}
