package org.plumbline.align.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Preference;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.score.Aggregator;
import org.plumbline.core.score.EnsembleScore;
import org.plumbline.core.stats.PairAccuracy;
import org.plumbline.core.weights.Weights;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.Tokenizer;

/** What can be done with reward models once there are two. */
final class RewardModelsTest {
  private static final Tokenizer TOKENIZER = Tiny.tokenizer();
  private static final List<Exchange> TEXTS = Tiny.exchanges(70);

  private static TrainedRewardModels trained;

  @TempDir Path scratch;

  @BeforeAll
  static void train() {
    trained = Tiny.train(Tiny.options(2, 1, 1), TOKENIZER, Tiny.preferences(60, "train"));
  }

  @AfterAll
  static void free() {
    trained.close();
    TOKENIZER.close();
  }

  @Test
  void savedAndOpenedAgainItGivesTheSameScoresToTheBit() {
    RewardModel model = trained.members().getFirst();
    model.save(scratch.resolve("rm"));
    try (RewardModel again = RewardModel.open(scratch.resolve("rm"))) {
      assertArrayEquals(model.score(TEXTS), again.score(TEXTS));
      assertEquals(model.lineage(), again.lineage());
      assertEquals(model.normaliser(), again.normaliser());
    }
  }

  @Test
  void promptAndCompletionAreOneText() {
    RewardModel model = trained.members().getFirst();
    assertArrayEquals(
        model.score(List.of(new Exchange("the cat is", " good"))),
        model.score(List.of(new Exchange("", "the cat is good"))));
  }

  @Test
  void aTextHasTheScoreThatItHasAlone() {
    RewardModel model = trained.members().getFirst();
    double[] together = model.score(TEXTS);
    for (int i = 0; i < 10; i++) {
      assertEquals(model.score(List.of(TEXTS.get(i)))[0], together[i], 1e-4);
    }
  }

  @Test
  void anotherTokenizerInTheFolderIsNoticed() throws IOException {
    Path folder = scratch.resolve("rm");
    trained.members().getFirst().save(folder);
    List<String> words = new ArrayList<>(Tiny.words());
    words.add("fish");
    try (Tokenizer other = Tiny.tokenizer(words)) {
      other.save(folder);
    }
    InvalidInputException e =
        assertThrows(InvalidInputException.class, () -> RewardModel.open(folder));
    assertTrue(
        e.getMessage().contains("is not the one that the reward model was trained with"),
        e.getMessage());
  }

  @Test
  void theAverageOfIdenticalModelsIsTheModelToTheBit() throws IOException {
    List<Path> members = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      members.add(scratch.resolve(name));
      trained.members().get(1).save(scratch.resolve(name));
    }
    Path average = scratch.resolve("average");
    RewardAverage.write(members, average, List.of());
    assertEquals(
        -1,
        Files.mismatch(members.getFirst().resolve(Weights.FILE), average.resolve(Weights.FILE)));
    try (RewardModel opened = RewardModel.open(average)) {
      assertArrayEquals(trained.members().get(1).raw().score(TEXTS), opened.raw().score(TEXTS));
      assertEquals(3, opened.lineage().averaged().size());
    }
  }

  @Test
  void theAverageLiesHalfWayAndIsNormalisedOnTheReference() {
    List<Path> members = List.of(scratch.resolve("a"), scratch.resolve("b"));
    trained.members().get(0).save(members.get(0));
    trained.members().get(1).save(members.get(1));
    RewardAverage.write(members, scratch.resolve("average"), TEXTS);
    try (RewardModel average = RewardModel.open(scratch.resolve("average"))) {
      String name = "encoder.layer.2.output.dense.weight";
      float[] a = trained.members().get(0).trunk().parameters().get(name).toFloats();
      float[] b = trained.members().get(1).trunk().parameters().get(name).toFloats();
      float[] mean = average.trunk().parameters().get(name).toFloats();
      for (int i = 0; i < mean.length; i++) {
        assertEquals((float) (((double) a[i] + b[i]) / 2), mean[i]);
      }
      double[] scores = average.score(TEXTS);
      assertEquals(
          0,
          Stream.of(scores).mapToDouble(s -> java.util.Arrays.stream(s).average().orElse(9)).sum(),
          1e-4);
      assertEquals(TEXTS.size(), average.normaliser().texts());
    }
  }

  @Test
  void modelsOfDifferentStartsAreNotAveragedAndNothingIsWritten() throws IOException {
    try (Bert other = Tiny.bert(7);
        TrainedRewardModels stranger =
            new RewardTraining(Tiny.options(1, 1, 0.2), RewardTrainingListener.NONE)
                .train(other, TOKENIZER, Tiny.preferences(16, "train"), new Seeds(1))) {
      trained.members().getFirst().save(scratch.resolve("rm-1"));
      stranger.members().getFirst().save(scratch.resolve("rm-3"));
    }
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () ->
                RewardAverage.write(
                    List.of(scratch.resolve("rm-1"), scratch.resolve("rm-3")),
                    scratch.resolve("average"),
                    List.of()));
    assertTrue(
        e.getMessage()
            .startsWith(
                "cannot average 'rm-3' with 'rm-1': they do not start from the same checkpoint ("),
        e.getMessage());
    assertTrue(
        e.getMessage()
            .contains("'plumb reward score --aggregate mean', which works for any models"),
        e.getMessage());
    try (Stream<Path> inside = Files.list(scratch)) {
      assertEquals(2, inside.count(), "nothing is written");
    }
  }

  @Test
  void modelsThatReadTextsDifferentlyAreNotAveraged() {
    List<String> words = new ArrayList<>(Tiny.words());
    words.add("fish");
    trained.members().getFirst().save(scratch.resolve("rm-1"));
    try (Tokenizer tokenizer = Tiny.tokenizer(words);
        TrainedRewardModels other =
            Tiny.train(Tiny.options(1, 1, 0.2), tokenizer, Tiny.preferences(16, "train"))) {
      other.members().getFirst().save(scratch.resolve("rm-2"));
    }
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class,
            () ->
                RewardAverage.write(
                    List.of(scratch.resolve("rm-1"), scratch.resolve("rm-2")),
                    scratch.resolve("average"),
                    List.of()));
    assertTrue(e.getMessage().contains("they do not read texts alike"), e.getMessage());
    assertFalse(Files.exists(scratch.resolve("average")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mean",
        "median",
        "min",
        "max",
        "mean-minus-std:0.5",
        "mean-minus-variance:0.5",
        "quantile:0.25"
      })
  void anEnsembleOfIdenticalMembersIsTheMember(String aggregator) {
    RewardModel member = trained.members().getFirst();
    RewardEnsemble ensemble =
        new RewardEnsemble(List.of(member, member, member), Aggregator.parse(aggregator));
    assertArrayEquals(member.score(TEXTS), ensemble.score(TEXTS), 1e-6);
  }

  @Test
  void membersThatShareLowerLayersScoreAsTheyDoAlone() {
    RewardEnsemble ensemble = new RewardEnsemble(trained.members(), new Aggregator.Min());
    List<EnsembleScore> rows = ensemble.rows(TEXTS);
    double[] first = trained.members().get(0).score(TEXTS);
    double[] second = trained.members().get(1).score(TEXTS);
    for (int i = 0; i < rows.size(); i++) {
      assertEquals(TEXTS.get(i), rows.get(i).exchange());
      assertEquals(first[i], rows.get(i).members().get(0), 1e-5);
      assertEquals(second[i], rows.get(i).members().get(1), 1e-5);
      assertEquals(Math.min(first[i], second[i]), rows.get(i).aggregate(), 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {64, 0})
  void measuredOneAfterAnotherModelsScoreAsTheyDoAlone(long cacheMegabytes) {
    List<Preference> pairs = Tiny.preferences(70, "unseen");
    try (TestPairs test = new TestPairs(pairs, cacheMegabytes)) {
      for (RewardModel member : trained.members()) {
        PairScores alone = PairScores.of(member.raw(), pairs);
        PairScores shared = test.scoresOf(member);
        assertArrayEquals(alone.chosen(), shared.chosen(), 1e-5);
        assertArrayEquals(alone.rejected(), shared.rejected(), 1e-5);
      }
    }
  }

  @Test
  void modelsOfOneLineageWithOtherLowerWeightsShareNothing() {
    try (RewardModel other = trained.members().get(1).whole()) {
      Tensor table = other.trunk().parameters().get("embeddings.word_embeddings.weight");
      Scope.withoutGradients(() -> table.copyFrom(table.times(1.5)));
      List<RewardModel> both = List.of(trained.members().getFirst(), other);
      double[] alone = other.score(TEXTS);
      List<EnsembleScore> rows = new RewardEnsemble(both, new Aggregator.Mean()).rows(TEXTS);
      for (int i = 0; i < alone.length; i++) {
        assertEquals(alone[i], rows.get(i).members().get(1), 1e-5);
      }
    }
  }

  @Test
  void theEndsOfAPathAreTheModels() {
    List<Preference> pairs = Tiny.preferences(50, "unseen");
    List<RewardPath.Point> path =
        RewardPath.between(trained.members().get(0), trained.members().get(1), pairs, 3);
    for (int end = 0; end < 2; end++) {
      RewardEvaluation alone =
          RewardEvaluation.of("end", PairScores.of(trained.members().get(end).raw(), pairs));
      assertEquals(alone.accuracy(), path.get(2 * end).accuracy());
      assertEquals(alone.accuracy().value(), path.get(2 * end).chord(), 1e-12);
    }
    assertEquals(0.5, path.get(1).share());
  }

  @Test
  void aScorerThatGivesEverythingTheSameIsWrongUnlessTiesCountAsRight() {
    PairScores ties =
        PairScores.of(exchanges -> new double[exchanges.size()], Tiny.preferences(4, "unseen"));
    assertEquals(0, RewardEvaluation.of("ties", ties).accuracy().value());
    assertEquals(1, RewardEvaluation.of("ties", ties, PairAccuracy.Ties.RIGHT).accuracy().value());
    assertEquals(
        Math.log(2),
        RewardEvaluation.of("ties", ties).calibration().negativeLogLikelihood(),
        1e-12);
  }

  @Test
  void agreementCountsPairsThatBothOrderAlike() {
    PairScores a = new PairScores(new double[] {1, 1, 1, 1}, new double[] {0, 0, 0, 2});
    PairScores b = new PairScores(new double[] {1, 1, 1, 1}, new double[] {0, 2, 0, 2});
    assertEquals(0.75, RewardEvaluation.agreement(List.of(a, b)));
  }
}
