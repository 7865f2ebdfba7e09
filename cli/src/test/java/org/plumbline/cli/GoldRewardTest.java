package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

/** Rewards that are measured and never optimised: several of them, adapters among them. */
final class GoldRewardTest {
  private static final List<String> DEGENERATE =
      List.of(
          "The family of the family of the family.",
          "He is alwayslylylyly.",
          "The the the the the.",
          "She opened the door and the and the and the.");
  private static final List<String> SOUND =
      List.of(
          "She opened the door and walked out.",
          "He is always late.",
          "The family went to the lake in summer.");

  @TempDir Path folder;

  @Test
  void theEmbeddedNeuralGoldScoresDegenerateTextsBelowSoundOnes() throws IOException {
    List<String> rows =
        Stream.concat(DEGENERATE.stream(), SOUND.stream())
            .map("{\"prompt\": \"\", \"completion\": \"%s\"}"::formatted)
            .toList();
    Files.write(folder.resolve("texts.jsonl"), rows);
    double[] scores =
        done("reward score --models embedded:gold-e5 --data %s/texts.jsonl --json", folder)
            .out()
            .lines()
            .mapToDouble(line -> read(line).path("score").asDouble())
            .toArray();
    assertEquals(rows.size(), scores.length);
    double best = Arrays.stream(scores, 0, DEGENERATE.size()).max().orElseThrow();
    double worst = Arrays.stream(scores, DEGENERATE.size(), scores.length).min().orElseThrow();
    assertTrue(best < -1 && worst > 0.5, Arrays.toString(scores));
  }

  @Test
  void whatIsShownOfAnAdapterSaysHowMuchOfItIsItsOwn() {
    String shown = done("model show embedded:gold-e5").out();
    assertTrue(shown.contains("a reward model that is an adapter and a head"), shown);
    assertTrue(shown.contains("332,161 of its own"), shown);
  }

  @Test
  void aRunMeasuresTwoGoldRewardsOfWhichOneIsAnAdapterAndTheReportShowsBoth() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.pairs(folder, "train", 60);
    TinyInputs.prompts(folder);
    for (String extra : List.of("proxy", "whole", "adapter --lora-rank 2 --lora-targets q_proj")) {
      done(
          "reward train --model %s/lm --data %s/train.jsonl,%s/train.jsonl --epochs 1 --threads 1"
              + " --learning-rate 0.01 --out %s/%s",
          folder, folder, folder, folder, extra);
    }
    assertTrue(
        Files.exists(folder.resolve("adapter/members/1/adapter_model.safetensors")),
        "no adapter was trained");
    done(
        "rl --model %s/lm --reward %s/proxy --prompts %s/prompts.jsonl --steps 2"
            + " --prompts-per-step 2 --samples 2 --max-new-tokens 6 --evaluation-prompts 4"
            + " --gold %s/whole/members,%s/adapter/members/1 --threads 1 --out %s/rl",
        folder, folder, folder, folder, folder, folder);
    JsonNode evaluation =
        read(Files.readAllLines(folder.resolve("rl/evaluations.jsonl")).getLast());
    JsonNode gold = evaluation.path("rows").get(0).path("gold");
    assertTrue(gold.path("members").isNumber() && gold.path("1").isNumber(), gold.toString());
    done("report %s/rl --out %s/report", folder, folder);
    String page = Files.readString(folder.resolve("report/report.html"));
    assertTrue(page.contains("A reward called members") && page.contains("A reward called 1"));
  }

  @Test
  void aModelThatIsNoRewardModelIsNoGoldReward() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.pairs(folder, "train", 20);
    TinyInputs.prompts(folder);
    Ended ended =
        new Shell()
            .run(
                "rl --model %s/lm --reward embedded:minilm --prompts %s/prompts.jsonl --out %s/rl",
                folder, folder, folder);
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("is no reward model"), ended.err());
    assertFalse(Files.exists(folder.resolve("rl/evaluations.jsonl")));
  }

  private static JsonNode read(String line) {
    try {
      return new JsonMapper().readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }
}
