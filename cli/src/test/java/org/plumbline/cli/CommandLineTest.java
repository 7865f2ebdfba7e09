package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.Command;
import org.plumbline.cli.frame.CommandContext;
import org.plumbline.cli.frame.CommandSet;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.frame.StopSwitch;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;

final class CommandLineTest {
  @TempDir Path folder;

  /** A command that fails as it is told. */
  private record Failing(Supplier<RuntimeException> how) implements Command<Failing.Options> {
    record Options() {}

    @Override
    public Options defaults() {
      return new Options();
    }

    @Override
    public List<String> examples() {
      return List.of();
    }

    @Override
    public void run(Options options, CommandContext context) {
      throw how.get();
    }
  }

  private static Shell failing(Supplier<RuntimeException> how) {
    return new Shell(
        new CommandSet(List.of(new CommandSet.Entry("fail", "fails", () -> new Failing(how)))),
        new StopSwitch());
  }

  @Test
  void aJobThatIsMisspeltIsRefusedBeforeAnyIsMeasured() {
    Ended ended = new Shell().run("bench --jobs decode,trian");
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("no job is called 'trian'; did you mean 'train'"), ended.err());
  }

  @Test
  void anUnknownOptionIsRefusedWithTheNearest() {
    Ended ended = new Shell().run("pretrain --layer 3");
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("'--layer'; did you mean '--layers'?"), ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void anUnknownCommandIsRefusedWithTheNearest() {
    Ended ended = new Shell().run("pretrian --layers 3");
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("did you mean 'pretrain'?"), ended.err());
  }

  @Test
  void aNeededOptionIsNamed() {
    Ended ended = new Shell().run("tokenizer train --out %s", folder.resolve("run"));
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("option 'data' is needed"), ended.err());
  }

  @Test
  void aFailureEndsWithOne() {
    Ended ended = failing(() -> new FailedException("the disk is full")).run("fail");
    assertEquals(1, ended.code().number());
    assertEquals("plumb: the disk is full\n", ended.err());
  }

  @Test
  void anInterruptionEndsWith130() {
    Ended ended = failing(() -> new InterruptedRunException("go on with --resume")).run("fail");
    assertEquals(130, ended.code().number());
    assertEquals("plumb: go on with --resume\n", ended.err());
  }

  @Test
  void aFaultOfOursIsOneLineUnlessDebugged() {
    Shell shell = failing(() -> new IllegalStateException("two plus two is five"));
    Ended ended = shell.run("fail");
    assertEquals(1, ended.code().number());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().contains("two plus two is five"), ended.err());
    assertTrue(ended.err().contains("fault of ours"), ended.err());
    assertTrue(shell.run("fail --debug").err().contains("at org.plumbline"));
  }

  @Test
  void laterLayersOverrideEarlierOnesAndSaySo() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            """
            stages:
              - name: words
                command: tokenizer train
                options: { data: texts.txt, vocabulary-size: 500 }
            """);
    Ended ended =
        new Shell()
            .run("tokenizer train --from-recipe %s --data other.txt --print-options", recipe);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertTrue(ended.out().matches("(?s).*data +other.txt +command line.*"), ended.out());
    assertTrue(ended.out().matches("(?s).*vocabulary-size +500 +recipe.*"), ended.out());
    assertTrue(ended.out().matches("(?s).*min-frequency +2 +default.*"), ended.out());
  }

  @Test
  void aFolderThatIsNotEmptyIsRefusedWithBothWaysOut() throws IOException {
    Path texts = Shell.texts(folder);
    Ended ended = new Shell().run("tokenizer train --data %s --out %s", texts, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("--resume"), ended.err());
    assertTrue(ended.err().contains("another folder"), ended.err());
    assertEquals(List.of(texts), files());
  }

  @Test
  void aDryRunPrintsThePlanAndWritesNothing() throws IOException {
    Path texts = Shell.texts(folder);
    Ended ended =
        new Shell()
            .run("tokenizer train --data %s --out %s --dry-run", texts, folder.resolve("run"));
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertTrue(ended.out().matches("(?s)texts +24\n.*"), ended.out());
    assertEquals(List.of(texts), files());
  }

  @Test
  void inputThatIsWrongLeavesNoFolder() throws IOException {
    Ended ended = new Shell().run("tokenizer train --data %s/no.txt --out %s/run", folder, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertEquals(List.of(), files());
  }

  @Test
  void jsonIsAllThatStandardOutputCarries() throws IOException {
    Ended ended =
        new Shell()
            .run(
                "tokenizer train --data %s --vocabulary-size 270 --out %s/run --json",
                Shell.texts(folder), folder);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertEquals(1, ended.out().lines().count());
    JsonNode result = new JsonMapper().readTree(ended.out());
    assertEquals(270, result.path("tokens").asInt());
    assertEquals(result, new JsonMapper().readTree(folder.resolve("run/result.json").toFile()));
    assertFalse(ended.err().isEmpty());
  }

  @Test
  void quietPrintsTheResultOnly() throws IOException {
    Ended ended =
        new Shell()
            .run(
                "tokenizer train --data %s --vocabulary-size 270 --out %s/run --quiet",
                Shell.texts(folder), folder);
    assertEquals("", ended.err());
    assertEquals(1, ended.out().lines().count());
  }

  @Test
  void aFinishedRunIsNotComputedAgain() throws IOException {
    String line =
        "tokenizer train --data %s --vocabulary-size 270 --out %s/run --resume --json"
            .formatted(Shell.texts(folder), folder);
    String first = new Shell().run(line).out();
    Path written = folder.resolve("run/tokenizer.json");
    Files.writeString(written, "untouched");
    Ended again = new Shell().run(line);
    assertEquals(first, again.out(), again.err());
    assertEquals("untouched", Files.readString(written));
  }

  private List<Path> files() throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(path -> !path.equals(folder)).toList();
    }
  }
}
