package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.recipe.RecipeLibrary;

final class RecipeRunTest {
  @TempDir Path folder;
  private Path recipe = Path.of("");

  @BeforeEach
  void writeTheRecipe() throws IOException {
    recipe =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            name: tiny
            seed: 3
            stages:
              - name: words
                command: tokenizer train
                options: { data: %s, vocabulary-size: 270 }
              - name: lm
                command: pretrain
                options:
                  tokenizer: ${words}
                  data: %s
                  layers: 1
                  hidden-size: 8
                  heads: 1
                  key-value-heads: 1
                  intermediate-size: 8
                  batch-size: 8
                  epochs: 1
            """
                .formatted(Shell.texts(folder), Shell.texts(folder)));
  }

  @Test
  void aStageReadsWhatAnEarlierOneMade() throws IOException {
    Ended ended = new Shell().run("run %s --out %s/r --json", recipe, folder);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertEquals(270, new JsonMapper().readTree(ended.out()).at("/stages/words/tokens").asInt());
    assertTrue(Files.exists(folder.resolve("r/lm/model/model.safetensors")));
  }

  @Test
  void finishedStagesAreNotComputedAgain() throws IOException {
    new Shell().run("run %s --out %s/r", recipe, folder);
    Path tokenizer = folder.resolve("r/words/result.json");
    Path weights = folder.resolve("r/lm/model/model.safetensors");
    var before = List.of(Files.getLastModifiedTime(tokenizer), Files.getLastModifiedTime(weights));
    Ended again = new Shell().run("run %s --out %s/r --resume", recipe, folder);
    assertEquals(ExitCode.DONE, again.code(), again.err());
    assertEquals(2, again.err().lines().filter(l -> l.contains("found finished")).count());
    assertEquals(
        before, List.of(Files.getLastModifiedTime(tokenizer), Files.getLastModifiedTime(weights)));
  }

  @Test
  void anInterruptedRecipeGoesOnWhereItWas() throws IOException {
    Ended stopped = Shell.stopped().run("run %s --out %s/r", recipe, folder);
    assertEquals(ExitCode.INTERRUPTED, stopped.code(), stopped.err());
    Ended resumed = new Shell().run("run %s --out %s/r --resume", recipe, folder);
    assertEquals(ExitCode.DONE, resumed.code(), resumed.err());
    new Shell().run("run %s --out %s/whole", recipe, folder);
    assertEquals(
        -1,
        Files.mismatch(
            folder.resolve("r/lm/model/model.safetensors"),
            folder.resolve("whole/lm/model/model.safetensors")));
  }

  @Test
  void aFinishedStageWithOtherOptionsIsRefused() {
    new Shell().run("run %s --out %s/r", recipe, folder);
    Ended other = new Shell().run("run %s --set lm.epochs=2 --out %s/r --resume", recipe, folder);
    assertEquals(ExitCode.INVALID, other.code());
    assertTrue(other.err().contains("epochs was 1.0, now 2.0"), other.err());
  }

  @Test
  void aMistakeInTheLastStageShowsBeforeTheFirstRuns() {
    Ended ended = new Shell().run("run %s --set lm.epochz=2 --out %s/r", recipe, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("did you mean 'epochs'?"), ended.err());
    assertFalse(Files.exists(folder.resolve("r")));
  }

  @Test
  void aDryRunShowsEveryStageWithOriginsAndWritesNothing() {
    Ended ended = new Shell().run("run %s --set lm.epochs=2 --out %s/r --dry-run", recipe, folder);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    assertTrue(ended.out().matches("(?s).*epochs +2 +command line.*"), ended.out());
    assertTrue(ended.out().matches("(?s).*layers +1 +recipe.*"), ended.out());
    assertFalse(Files.exists(folder.resolve("r")));
  }

  @Test
  void everyIncludedRecipeBinds() {
    for (String name : RecipeLibrary.INCLUDED) {
      Ended ended = new Shell().run("run %s --dry-run", name);
      assertEquals(ExitCode.DONE, ended.code(), () -> name + ": " + ended.err());
    }
  }

  @Test
  void everyRecipeFileIsListed() throws Exception {
    Path resources =
        Path.of(RecipeLibrary.class.getResource("/recipes/pretrain-small.yaml").toURI());
    try (var files = Files.list(resources.resolveSibling("."))) {
      assertEquals(
          RecipeLibrary.INCLUDED.stream().sorted().toList(),
          files.map(f -> f.getFileName().toString().replace(".yaml", "")).sorted().toList());
    }
  }

  @Test
  void aCopiedRecipeRunsAsItIs() {
    Ended copied = new Shell().run("recipes copy pretrain-small --to %s/mine.yaml", folder);
    assertEquals(ExitCode.DONE, copied.code(), copied.err());
    assertEquals(ExitCode.DONE, new Shell().run("run %s/mine.yaml --dry-run", folder).code());
    assertEquals(
        ExitCode.INVALID,
        new Shell().run("recipes copy pretrain-small --to %s/mine.yaml", folder).code());
  }
}
