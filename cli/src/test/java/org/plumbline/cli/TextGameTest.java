package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

/** {@code plumb game} over texts that a language model writes. */
final class TextGameTest {
  @TempDir Path folder;
  private String game = "";

  @BeforeEach
  void makeAModelTwoRewardModelsAndAGame() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.pairs(folder, "train", 60);
    TinyInputs.prompts(folder);
    done(
        "reward train --model %s/lm --data %s/train.jsonl --members 2 --trained-layers 1 --epochs 1"
            + " --batch-size 10 --learning-rate 0.01 --threads 1 --out %s/r",
        folder, folder, folder);
    done("reward average %s/r --out %s/warm", folder, folder);
    game =
        """
        lambda: 0.5
        policy: %1$s/lm
        prompts: %1$s/prompts.jsonl
        prompt-limit: 3
        samples: 16
        max-new-tokens: 6
        training-steps: 2
        leave-one-out-steps: 1
        prompts-per-step: 2
        rollout-samples: 2
        checkpoint-every: 1
        groups:
          - { name: ensemble, size: 3, reward-model: [%1$s/r] }
          - { name: average, size: 2, reward-model: [%1$s/warm] }
          - { name: single, size: 1, reward-model: [%1$s/r/members/2] }
        """
            .formatted(folder);
  }

  @Test
  void candidatesAreScoredBilledAndVerified() throws IOException {
    Ended played = done("game play %s --json --threads 1 --out %s/g", file(game), folder);
    JsonNode bills = json(played.out()).path("bills");
    assertEquals(3, bills.size());
    for (JsonNode bill : bills) {
      assertTrue(bill.path("payment").doubleValue() >= 0, bill.toString());
      assertTrue(bill.path("utility").doubleValue() >= -1e-12, bill.toString());
      assertTrue(bill.path("low").doubleValue() <= bill.path("payment").doubleValue());
    }
    done("game verify %s/g", folder);
    done("game verify %s/g --group single --reward-model %s/r/members/2", folder, folder);
    Ended other =
        new Shell()
            .run("game verify %s/g --group single --reward-model %s/r/members/1", folder, folder);
    assertEquals(ExitCode.FAILED, other.code(), other.out());
    assertTrue(other.err().contains("scores of 'single'"), other.err());
    Path ledger = folder.resolve("g/ledger.json");
    String text = Files.readString(ledger);
    assertEquals(16, json(text).at("/rounds/0/prompts/2/outcomes").size());
    Files.writeString(ledger, text.replace("the cat ", "the rat "));
    Ended changed = new Shell().run("game verify %s/g", folder);
    assertEquals(ExitCode.FAILED, changed.code());
    Files.writeString(ledger, text);
    JsonNode audit =
        json(done("game audit %s/g --random-lies 5 --json --out %s/a", folder, folder).out());
    assertTrue(audit.path("largest_gain").doubleValue() <= 1e-12, audit.toString());
  }

  @Test
  void theSameSeedGivesTheSameLedger() throws IOException {
    done("game play %s --threads 1 --out %s/g", file(game), folder);
    done("game play %s --threads 1 --out %s/h", file(game), folder);
    assertEquals(
        Files.readString(folder.resolve("g/ledger.json")),
        Files.readString(folder.resolve("h/ledger.json")));
  }

  @Test
  void aTrainedPolicyIsBilledFromItsSamplesOrRefusedAndInOtherWays() throws IOException {
    String trained =
        "outcome: trained\nleave-one-out: [importance, retrained, fewer-steps, checkpoints]\n"
            + game;
    Ended played = done("game play %s --json --threads 1 --out %s/tr", file(trained), folder);
    JsonNode result = json(played.out());
    assertEquals(9, result.path("variants").size());
    for (JsonNode variant : result.path("variants")) {
      assertTrue(variant.path("epsilon").doubleValue() > 0, variant.toString());
    }
    for (JsonNode bill : result.path("bills")) {
      assertTrue(bill.has("payment") != bill.has("refused"), bill.toString());
    }
    done("game verify %s/tr", folder);
    done("game show %s/tr --out %s/s", folder, folder);
  }

  @Test
  void aWarmStartIsRefused() throws IOException {
    String warm = "outcome: trained\nleave-one-out: [warm-start]\n" + game;
    Ended refused = new Shell().run("game play %s --out %s/w", file(warm), folder);
    assertEquals(ExitCode.INVALID, refused.code());
    assertTrue(refused.err().contains("must not start from the jointly trained"), refused.err());
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("game.yaml"), text);
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }
}
