package org.plumbline.align.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Preference;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.Aggregator;
import org.plumbline.lm.adapter.LoraOptions;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.hub.ModelWriter;
import org.plumbline.lm.text.Tokenizer;

/** Reward models that are an adapter and a head over a trunk that stays as it is. */
final class RewardAdapterTest {
  private static final Tokenizer TOKENIZER = Tiny.tokenizer();
  private static final List<Exchange> TEXTS = Tiny.exchanges(70);
  private static final List<Preference> PAIRS = Tiny.preferences(160, "train");

  @TempDir static Path shared;
  private static Bert start = Tiny.bert(Tiny.SEED);
  private static String startHash = "";
  private static TrainedRewardModels trained;

  @TempDir Path scratch;

  @BeforeAll
  static void train() {
    startHash = start.parameters().hash();
    trained = train(options(2, 2));
    ModelWriter.save(
        shared.resolve("trunk"),
        start.configuration(),
        start.parameters().asMap(),
        TOKENIZER,
        Map.of());
  }

  @AfterAll
  static void free() {
    trained.close();
    start.close();
    TOKENIZER.close();
  }

  @Test
  void membersLearnAndTheTrunkStaysAsItWas() {
    RewardModel model = trained.members().getFirst();
    assertEquals(startHash, start.parameters().hash());
    double accuracy =
        RewardEvaluation.of("test", PairScores.of(model, Tiny.preferences(100, "test")))
            .accuracy()
            .value();
    assertTrue(accuracy > 0.9, "accuracy " + accuracy);
    assertTrue(model.ownWeights() < start.parameters().count() / 2, "" + model.ownWeights());
    assertFalse(model.hash().equals(trained.members().get(1).hash()), "both members are the same");
  }

  @Test
  void savedAndOpenedAgainItGivesTheSameScoresToTheBit() throws IOException {
    RewardModel model = trained.members().get(1);
    model.save(scratch.resolve("rm"));
    try (Stream<Path> files = Files.list(scratch.resolve("rm"))) {
      assertEquals(
          List.of("adapter_config.json", "adapter_model.safetensors", "reward-model.json"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    try (RewardModel again = RewardModel.open(scratch.resolve("rm"))) {
      assertArrayEquals(model.score(TEXTS), again.score(TEXTS));
      assertEquals(model.hash(), again.hash());
      assertTrue(again.isAdapter());
    }
  }

  @Test
  void overCachedActivationsItIsTrainedAsOverComputedOnes() {
    RewardTrainingOptions computed = Tiny.with(options(1, 2), 1, 0, 0, 0, 0);
    RewardTrainingOptions cached = Tiny.with(options(1, 2), 1, 0, 0, 0, 1024);
    try (TrainedRewardModels a = train(computed);
        TrainedRewardModels b = train(cached)) {
      assertArrayEquals(
          a.members().getFirst().score(TEXTS), b.members().getFirst().score(TEXTS), 1e-3);
    }
  }

  @Test
  void anEnsembleOfAdaptersGivesEachMembersScores() {
    List<RewardModel> members = trained.members();
    double[] joint = new RewardEnsemble(members, Aggregator.parse("mean")).score(TEXTS);
    double[] first = members.get(0).score(TEXTS);
    double[] second = members.get(1).score(TEXTS);
    for (int i = 0; i < joint.length; i++) {
      assertEquals((first[i] + second[i]) / 2, joint[i], 1e-4);
    }
  }

  @Test
  void theLineBetweenTwoAdaptersBeginsAndEndsWithThem() {
    List<Preference> pairs = Tiny.preferences(50, "path");
    List<RewardPath.Point> path =
        RewardPath.between(trained.members().get(0), trained.members().get(1), pairs, 3);
    for (int end : new int[] {0, 1}) {
      assertEquals(
          RewardEvaluation.of("end", PairScores.of(trained.members().get(end), pairs))
              .accuracy()
              .value(),
          path.get(2 * end).accuracy().value(),
          0.021);
    }
    assertEquals(startHash, start.parameters().hash());
  }

  @Test
  void anotherTrunkInItsPlaceIsRefused() {
    trained.members().getFirst().save(scratch.resolve("rm"));
    Path place = shared.resolve("trunk");
    Path away = shared.resolve("away");
    try (Bert other = Tiny.bert(Tiny.SEED + 1)) {
      Files.move(place, away);
      String missing =
          assertThrows(InvalidInputException.class, () -> RewardModel.open(scratch.resolve("rm")))
              .getMessage();
      assertTrue(missing.contains("trunk") && missing.contains("not there"), missing);
      ModelWriter.save(
          place, other.configuration(), other.parameters().asMap(), TOKENIZER, Map.of());
      String changed =
          assertThrows(InvalidInputException.class, () -> RewardModel.open(scratch.resolve("rm")))
              .getMessage();
      assertTrue(changed.contains("no longer has"), changed);
      DurableFiles.deleteTree(place);
      Files.move(away, place);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAverageOfFactorsIsRefusedAndNothingIsWritten() {
    trained.members().getFirst().save(scratch.resolve("rm"));
    String message =
        assertThrows(
                InvalidInputException.class,
                () ->
                    RewardAverage.write(
                        List.of(scratch.resolve("rm"), scratch.resolve("rm")),
                        scratch.resolve("average"),
                        List.of()))
            .getMessage();
    assertTrue(message.contains("adapter"), message);
    assertFalse(Files.exists(scratch.resolve("average")));
  }

  private static RewardTrainingOptions options(int members, int trainedLayers) {
    return Tiny.options(members, trainedLayers, 4)
        .with(new RewardAdapter(LoraOptions.of(4, 16), shared.resolve("trunk").toString()));
  }

  private static TrainedRewardModels train(RewardTrainingOptions options) {
    return new RewardTraining(options, RewardTrainingListener.NONE)
        .train(start, TOKENIZER, PAIRS, new Seeds(Tiny.SEED));
  }
}
