package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.core.run.Metrics;

final class PretrainTest {
  @TempDir Path folder;
  private String line = "";

  @BeforeEach
  void trainTheTokenizer() throws IOException {
    Path texts = Shell.texts(folder);
    Ended ended =
        new Shell()
            .run("tokenizer train --data %s --vocabulary-size 270 --out %s/t", texts, folder);
    assertEquals(ExitCode.DONE, ended.code(), ended.err());
    line =
        ("pretrain --tokenizer %s/t --data %s --held-out-data %s --layers 1 --hidden-size 8"
                + " --heads 1 --key-value-heads 1 --intermediate-size 8 --batch-size 4 --epochs 2"
                + " --evaluate-every 5 --checkpoint-every 2 --threads 1 --seed 7")
            .formatted(folder, texts, texts);
  }

  @Test
  void aRunThatWasStoppedAndResumedEndsWithTheSameBits() throws IOException {
    Ended whole = new Shell().run(line + " --out %s/whole", folder);
    assertEquals(ExitCode.DONE, whole.code(), whole.err());
    Ended stopped = Shell.stopped().run(line + " --out %s/stopped", folder);
    assertEquals(ExitCode.INTERRUPTED, stopped.code(), stopped.err());
    assertTrue(stopped.err().contains("--resume"), stopped.err());
    Ended resumed = new Shell().run(line + " --out %s/stopped --resume", folder);
    assertEquals(ExitCode.DONE, resumed.code(), resumed.err());
    assertSameRun("whole", "stopped");
  }

  @Test
  @Tag("slow")
  void aRunThatWasKilledAndResumedEndsWithTheSameBits() throws Exception {
    assertEquals(ExitCode.DONE, new Shell().run(line + " --out %s/whole", folder).code());
    Path metrics = folder.resolve("killed/metrics.jsonl");
    try (var process = PlumbProcess.start(folder, line + " --out " + folder.resolve("killed"))) {
      process.until(() -> metrics.toFile().length() > 400).kill();
    }
    Ended resumed = new Shell().run(line + " --out %s/killed --resume", folder);
    assertEquals(ExitCode.DONE, resumed.code(), resumed.err());
    assertSameRun("whole", "killed");
  }

  @Test
  void anotherSeedGivesAnotherModel() throws IOException {
    new Shell().run(line + " --out %s/a", folder);
    new Shell().run(line.replace("--seed 7", "--seed 8") + " --out %s/b", folder);
    assertTrue(Files.mismatch(weights("a"), weights("b")) >= 0);
  }

  @Test
  void theModelCanBeShownTunedAndWritesText() throws IOException {
    Ended made = new Shell().run(line + " --out %s/lm", folder);
    assertTrue(made.out().contains("(a trigram model of the same tokens: "), made.out());
    Ended shown = new Shell().run("model show %s/lm", folder);
    assertTrue(shown.out().contains("LlamaForCausalLM"), shown.err());
    Path demonstrations =
        Files.writeString(
            folder.resolve("d.jsonl"), "{\"question\": \"The number\", \"completion\": \" 1\"}\n");
    Ended tuned =
        new Shell()
            .run(
                "sft --model %s/lm --data %s --column prompt=question --batch-size 1 --out %s/sft",
                folder, demonstrations, folder);
    assertEquals(ExitCode.DONE, tuned.code(), tuned.err());
    String generate = "generate --model %s/sft --prompt \"The number\" --samples 2 --json";
    Ended once = new Shell().run(generate, folder);
    assertEquals(2, once.out().lines().count(), once.err());
    assertEquals(once.out(), new Shell().run(generate, folder).out());
  }

  private void assertSameRun(String one, String other) throws IOException {
    assertArrayEquals(
        Files.readAllBytes(weights(one)), Files.readAllBytes(weights(other)), "seed 7");
    List<Metrics.Row> rows = Metrics.read(folder.resolve(one).resolve("metrics.jsonl"));
    assertEquals(12, rows.size());
    assertEquals(rows, Metrics.read(folder.resolve(other).resolve("metrics.jsonl")));
  }

  private Path weights(String run) {
    return folder.resolve(run).resolve("model/model.safetensors");
  }
}
