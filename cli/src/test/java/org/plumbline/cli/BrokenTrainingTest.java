package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.core.run.Checkpoints;

/** Trainings whose loss becomes no number, because their learning rate is absurd. */
final class BrokenTrainingTest {
  private static final Pattern KEPT = Pattern.compile("The checkpoint of step (\\d+) is kept");

  @TempDir static Path folder;

  @BeforeAll
  static void makeModels() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.prompts(folder);
    TinyInputs.pairs(folder, "train", 60);
    done("reward train --model %s/lm --data %s/train.jsonl --out %s/r", folder, folder, folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rl --model FOLDER/lm --reward FOLDER/r --prompts FOLDER/prompts.jsonl --steps 40"
            + " --prompts-per-step 2 --warmup-steps 0 | prompts",
        "reward train --model FOLDER/lm --data FOLDER/train.jsonl --trained-layers 2 --epochs 20"
            + " | preferences",
        "sft --model FOLDER/lm --data FOLDER/texts.txt --batch-size 4 --warmup-share 0 --epochs 20"
            + " | texts",
      })
  void theStepAndItsRowsAreNamedAndTheLastCheckpointIsKept(String line, String rows) {
    Path out = folder.resolve(rows);
    Ended ended =
        new Shell()
            .run(
                "%s --learning-rate 1e30 --checkpoint-every 1 --out %s"
                    .formatted(line.strip().replace("FOLDER", folder.toString()), out));
    assertEquals(ExitCode.FAILED, ended.code(), ended.err());
    assertTrue(
        ended.err().matches("(?s).*step \\d+ \\(" + rows + " (\\d+, )*\\d+\\): .*learning.*rate.*"),
        ended.err());
    Matcher kept = KEPT.matcher(ended.err());
    assertTrue(kept.find(), ended.err());
    long step = new Checkpoints(out.resolve("checkpoints"), 2).latest().orElseThrow().step();
    assertEquals(Long.parseLong(kept.group(1)), step);
  }
}
