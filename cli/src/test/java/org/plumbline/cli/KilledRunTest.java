package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.plumbline.cli.PlumbProcess.Way;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.report.EvaluationLog;
import org.plumbline.core.run.Metrics;

/**
 * {@code rl}, {@code reward train} and {@code sft}, killed and resumed, end with the bits of a run
 * that was not.
 */
@DisabledOnOs(OS.WINDOWS)
final class KilledRunTest {
  private static final long SEED = 20261124;

  @TempDir static Path folder;

  /** What is killed. */
  enum Work {
    RL(
        "rl --model %1$s/lm --reward %1$s/reward --prompts %1$s/prompts.jsonl --steps 9"
            + " --prompts-per-step 2 --samples 2 --max-new-tokens 6 --learning-rate 1e-2"
            + " --reset-every 4 --evaluate-every 3 --evaluation-prompts 4 --checkpoint-every 2"
            + " --threads 1 --seed 5",
        List.of("model/model.safetensors")),
    REWARD_TRAIN(
        "reward train --model %1$s/lm --data %1$s/train.jsonl --members 2 --trained-layers 1"
            + " --epochs 4 --batch-size 10 --label-noise 0.2 --learning-rate 0.01"
            + " --checkpoint-every 2 --threads 1 --seed 7",
        List.of(
            "members/1/model.safetensors",
            "members/1/reward-model.json",
            "members/2/model.safetensors",
            "members/2/reward-model.json")),
    SFT(
        "sft --model %1$s/lm --data %1$s/texts.txt --held-out-data %1$s/texts.txt --batch-size 1"
            + " --epochs 6 --pack-length 96 --lora rank=2,dropout=0.2,saved=norm --merge"
            + " --optimizer adafactor --evaluate-every 3 --patience 60 --keep best"
            + " --checkpoint-every 2 --threads 1 --seed 3",
        List.of("adapter/adapter_model.safetensors", "model/model.safetensors"));

    private final String line;
    private final List<String> results;

    Work(String line, List<String> results) {
      this.line = line;
      this.results = results;
    }

    String line(String out) {
      return line.formatted(folder) + " --out " + folder.resolve(out);
    }

    String whole() {
      return name() + "-whole";
    }
  }

  @BeforeAll
  static void runEachWithoutInterruption() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.prompts(folder);
    TinyInputs.pairs(folder, "train", 60);
    done(Work.REWARD_TRAIN.line(Work.REWARD_TRAIN.whole()));
    done(
        "reward train --model %s/lm --data %s/train.jsonl --batch-size 30 --out %s/reward",
        folder, folder, folder);
    done(Work.RL.line(Work.RL.whole()));
    done(Work.SFT.line(Work.SFT.whole()));
  }

  @Test
  void anRlRunKilledInItsMiddleAndResumedEndsWithTheSameBits() throws Exception {
    String out = "rl-killed";
    try (var process = PlumbProcess.start(folder, Work.RL.line(out))) {
      process.until(rows(out, 5)).kill();
      assertFalseFinished(out, process);
    }
    done(Work.RL.line(out) + " --resume");
    assertSameAsWhole(Work.RL, out, "killed after row 5");
  }

  @Test
  void aRewardTrainingStoppedByCtrlCSaysHowToGoOnAndEndsWithTheSameBits() throws Exception {
    String out = "reward-interrupted";
    try (var process = PlumbProcess.start(folder, Work.REWARD_TRAIN.line(out))) {
      int code = process.until(rows(out, 5)).interrupt();
      assertEquals(ExitCode.INTERRUPTED.number(), code, process.messages());
      assertTrue(process.messages().contains("Go on with --resume"), process.messages());
      assertFalseFinished(out, process);
    }
    done(Work.REWARD_TRAIN.line(out) + " --resume");
    assertSameAsWhole(Work.REWARD_TRAIN, out, "interrupted after row 5");
  }

  @Test
  void anRlRunWhoseDiskIsFullSaysSoAndGoesOnOnceThereIsRoom() throws Exception {
    String out = "rl-full";
    try (var process = PlumbProcess.start(folder, Way.onFullDisk(60), Work.RL.line(out))) {
      assertEquals(ExitCode.FAILED.number(), process.exitCode(), process.messages());
      assertTrue(
          process.messages().contains("could not save the checkpoint of step 2"),
          process.messages());
      assertTrue(
          process.messages().contains("make room and go on with --resume"), process.messages());
    }
    done(Work.RL.line(out) + " --resume");
    assertSameAsWhole(Work.RL, out, "on a full disk");
  }

  @ParameterizedTest
  @EnumSource
  void killedBetweenItsResultAndTheNoteOfItARunIsFinishedByResuming(Work work) throws Exception {
    String out = work.name() + "-unfinished";
    done(work.line(out));
    Files.delete(folder.resolve(out).resolve("result.json"));
    done(work.line(out) + " --resume");
    assertSameAsWhole(work, out, "without result.json");
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void killedAgainAndAgainAtAnyMomentItEndsWithTheSameBits(Work work) throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    String out = work.name() + "-often";
    int kills = 0;
    boolean finished = false;
    while (!finished) {
      // Later and later, so that it comes to its end even on a slow machine.
      long moment = 300 + random.nextLong(400L * (kills + 4));
      try (var process = PlumbProcess.start(folder, work.line(out) + " --resume")) {
        process.during(moment);
        int code = how(kills, process);
        finished = code == 0;
        assertTrue(
            List.of(0, 128 + 9, 130, 128 + 15).contains(code), code + ": " + process.messages());
      }
      kills++;
    }
    assertSameAsWhole(work, out, "seed " + SEED + ", " + kills + " processes");
  }

  @ParameterizedTest
  @EnumSource
  @Tag("slow")
  void killedWhileItWritesItEndsWithTheSameBits(Work work) throws Exception {
    List<String> moments =
        List.of(
            "checkpoints/.tmp-step-2",
            "checkpoints/step-4",
            "checkpoints/.tmp-step-6",
            "checkpoints/member-1/.tmp-step-6",
            "checkpoints/.tmp-step-8",
            "members/1",
            "checkpoints/.tmp-step-12",
            "model");
    String out = work.name() + "-writing";
    for (String moment : moments) {
      Path file = folder.resolve(out).resolve(moment);
      try (var process = PlumbProcess.start(folder, work.line(out) + " --resume")) {
        process.until(() -> Files.exists(file)).kill();
      }
    }
    done(work.line(out) + " --resume");
    assertSameAsWhole(work, out, "killed while writing");
  }

  private static int how(int kills, PlumbProcess process) throws Exception {
    return switch (kills % 3) {
      case 0 -> process.kill();
      case 1 -> process.interrupt();
      default -> process.terminate();
    };
  }

  private static BooleanSupplier rows(String out, int count) {
    File metrics = folder.resolve(out).resolve("metrics.jsonl").toFile();
    return () -> {
      try {
        return metrics.exists() && Files.readAllLines(metrics.toPath()).size() >= count;
      } catch (IOException e) {
        return false;
      }
    };
  }

  private static void assertFalseFinished(String out, PlumbProcess process) throws IOException {
    assertTrue(
        Files.notExists(folder.resolve(out).resolve("result.json")),
        "it ended before it could be killed: " + process.messages());
  }

  private static void assertSameAsWhole(Work work, String out, String when) throws IOException {
    Path whole = folder.resolve(work.whole());
    Path parts = folder.resolve(out);
    for (String file : work.results) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve(file)),
          Files.readAllBytes(parts.resolve(file)),
          file + ", " + when);
    }
    assertEquals(
        Metrics.read(whole.resolve("metrics.jsonl")),
        Metrics.read(parts.resolve("metrics.jsonl")),
        when);
    if (work == Work.RL) {
      assertEquals(new EvaluationLog(whole).read(), new EvaluationLog(parts).read(), when);
    }
  }
}
