package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.plumbline.cli.TinyInputs.done;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.align.reward.RewardEnsemble;
import org.plumbline.align.reward.RewardModel;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;
import org.plumbline.cli.report.RewardEvaluationFile;
import org.plumbline.cli.source.RewardFolders;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.report.Accuracy;
import org.plumbline.core.run.Metrics;
import org.plumbline.core.score.Aggregator;

final class RewardTest {
  @TempDir Path folder;
  private String train = "";

  @BeforeEach
  void makeAStartAndPairs() throws IOException {
    TinyInputs.languageModel(folder);
    TinyInputs.pairs(folder, "train", 60);
    TinyInputs.pairs(folder, "test", 40);
    train =
        ("reward train --model %s/lm --data %s/train.jsonl --test-data %s/test.jsonl --members 2"
                + " --trained-layers 1 --epochs 1 --batch-size 10 --label-noise 0.2 --threads 1"
                + " --learning-rate 0.01 --checkpoint-every 2 --seed 7")
            .formatted(folder, folder, folder);
  }

  @Test
  void aTrainingThatIsStoppedTwiceEndsWithTheSameBits() throws IOException {
    Ended whole = done(train + " --out %s/whole", folder);
    assertTrue(whole.err().contains("linear probe:"), whole.err());
    Ended stopped = Shell.stopped().run(train + " --out %s/parts", folder);
    assertEquals(ExitCode.INTERRUPTED, stopped.code(), stopped.err());
    Ended again = Shell.stopped().run(train + " --out %s/parts --resume", folder);
    assertEquals(ExitCode.INTERRUPTED, again.code(), again.err());
    done(train + " --out %s/parts --resume", folder);
    for (String member : List.of("1", "2")) {
      String file = "members/" + member + "/model.safetensors";
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("parts").resolve(file)),
          file);
    }
    assertEquals(
        Metrics.read(folder.resolve("whole/metrics.jsonl")),
        Metrics.read(folder.resolve("parts/metrics.jsonl")));
  }

  @Test
  void trainedModelsAreAveragedEvaluatedAndScoreWithOneLineAnExchange() throws IOException {
    done(train + " --out %s/r", folder);
    assertEquals(48, Files.readAllLines(folder.resolve("r/training-clean.jsonl")).size());
    assertEquals(12, Files.readAllLines(folder.resolve("r/training-corrupted.jsonl")).size());
    done("reward average %s/r --out %s/warm", folder, folder);
    done(
        "reward eval --models %s/r --average %s/warm --data %s/test.jsonl --slice-limit 30 --clean"
            + " %s/r/training-clean.jsonl --corrupted %s/r/training-corrupted.jsonl --out %s/e",
        folder, folder, folder, folder, folder, folder);
    RewardEvaluationFile read = RewardEvaluationFile.read(folder.resolve("e"));
    assertEquals(
        List.of("member 1", "member 2", "ensemble", "average"),
        read.accuracies().subList(0, 4).stream().map(Accuracy::scorer).toList());
    assertEquals(
        List.of(30L, 30L, 12L),
        List.of(0, 4, 8).stream().map(row -> read.accuracies().get(row).pairs()).toList());
    assertEquals(1, read.agreement().size());
    assertTrue(
        read.calibration().stream().allMatch(bin -> bin.probability() >= 0.5),
        read.calibration().toString());

    Path exchanges = folder.resolve("exchanges.jsonl");
    Files.writeString(
        exchanges,
        """
        {"prompt": "the cat ", "completion": "sees good dog."}
        {"prompt": "the cat ", "completion": "sees good dog"}
        """);
    List<String> rows =
        done("reward score --models %s/r --data %s --json", folder, exchanges)
            .out()
            .lines()
            .toList();
    assertEquals(2, rows.size(), rows.toString());
    assertTrue(
        rows.getFirst().matches(".*\"members\":\\[[^,]+,[^,]+\\],\"score\":.*"), rows.getFirst());
  }

  @Test
  void whatIsShownOfARewardModelSaysWhereItComesFrom() throws IOException {
    done(train + " --out %s/r", folder);
    done("reward average %s/r --out %s/warm", folder, folder);
    String member = done("model show %s/r/members/2", folder).out();
    assertTrue(member.matches("(?s).*reward model +member 2 of seed -?\\d+: 6 updates .*"), member);
    assertTrue(member.contains("20 % of the labels swapped"), member);
    assertTrue(member.matches("(?s).*made by +plumb reward train, seed 7, .*"), member);
    String average = done("model show %s/warm", folder).out();
    assertTrue(
        average.matches("(?s).*reward model +average of 2: [0-9a-f]{12}, [0-9a-f]{12}\\R.*"),
        average);
    assertEquals(hashes(member), hashes(average));
    String policy = done("model show %s/lm", folder).out();
    assertTrue(policy.matches("(?s).*made by +plumb pretrain, seed 1, .*"), policy);
  }

  /** Those of start and preferences. */
  private static List<String> hashes(String shown) {
    return shown.lines().filter(line -> line.matches("(start|preferences) .*")).toList();
  }

  @Test
  void theEnsembleThatIsMeasuredIsTheOneThatAPolicyMeets() throws IOException {
    done(train + " --out %s/r", folder);
    List<RewardModel> members = RewardFolders.open(RewardFolders.of(List.of(folder + "/r")));
    try {
      RewardEnsemble ensemble = new RewardEnsemble(members, Aggregator.parse("mean"));
      List<Exchange> texts =
          Files.readAllLines(folder.resolve("test.jsonl")).stream()
              .map(line -> new Exchange("", line))
              .toList();
      double[] met = ensemble.score(texts);
      double[] measured = ensemble.logOdds(ensemble.raw(texts));
      double scale =
          members.stream().mapToDouble(m -> m.normaliser().standardDeviation()).average().orElse(0);
      for (int i = 0; i < met.length; i++) {
        assertEquals(scale * met[i], measured[i], 1e-9, texts.get(i).text());
      }
    } finally {
      members.forEach(RewardModel::close);
    }
  }

  @Test
  void anAverageIsOneModelAndACutSliceIsTold() throws IOException {
    done(train + " --out %s/r", folder);
    Ended several =
        new Shell()
            .run(
                "reward eval --models %s/r --average %s/r --data %s/test.jsonl --out %s/e",
                folder, folder, folder, folder);
    assertEquals(ExitCode.INVALID, several.code(), several.err());
    assertTrue(several.err().contains("holds 2. Make one of them"), several.err());
    Ended cut =
        done(
            "reward eval --models %s/r --data %s/test.jsonl --slice-limit 30 --out %s/e",
            folder, folder, folder);
    assertTrue(cut.err().contains("test: 30 of 40 pairs are sampled"), cut.err());
  }

  @Test
  void aDryRunOfRlSaysTimeAndMemory() throws IOException {
    TinyInputs.prompts(folder);
    done(train + " --out %s/r", folder);
    String plan =
        done(
                "rl --model %s/lm --reward %s/r --prompts %s/prompts.jsonl --out %s/rl --dry-run",
                folder, folder, folder, folder)
            .out();
    assertTrue(plan.matches("(?s).*\\Rtime +about \\S+ .*\\Rmemory +about 0\\.6 GB.*"), plan);
    assertTrue(Files.notExists(folder.resolve("rl")));
  }
}
