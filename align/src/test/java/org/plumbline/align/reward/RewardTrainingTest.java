package org.plumbline.align.reward;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.plumbline.align.loop.StopSignal;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.data.Preference;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InterruptedRunException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.Moments;
import org.plumbline.core.random.Seeds;
import org.plumbline.lm.encoder.Bert;
import org.plumbline.lm.tensor.Scope;
import org.plumbline.lm.tensor.Tensor;
import org.plumbline.lm.text.Tokenizer;

/** Reward models of a tiny BERT. */
final class RewardTrainingTest {
  private static final Tokenizer TOKENIZER = Tiny.tokenizer();

  @AfterAll
  static void free() {
    TOKENIZER.close();
  }

  @Test
  void aTinyModelLearnsWhichWordIsPreferred() {
    List<Preference> unseen = Tiny.preferences(100, "unseen");
    try (TrainedRewardModels trained =
        Tiny.train(Tiny.options(1, 2, 4), TOKENIZER, Tiny.preferences(160, "train"))) {
      PairScores scores = PairScores.of(trained.members().getFirst(), unseen);
      double accuracy = RewardEvaluation.of("unseen", scores).accuracy().value();
      assertTrue(accuracy > 0.95, "accuracy " + accuracy + ", seed " + Tiny.SEED);
    }
  }

  @Test
  void theProbedHeadOrdersPairsBeforeAnyLayerIsTrained() {
    List<Preference> unseen = Tiny.preferences(100, "unseen");
    double[] accuracy = new double[1];
    RewardTrainingListener listener =
        new RewardTrainingListener() {
          @Override
          public void afterProbe(RewardModel probe) {
            accuracy[0] =
                RewardEvaluation.of("unseen", PairScores.of(probe, unseen)).accuracy().value();
          }
        };
    try (Bert start = Tiny.bert(Tiny.SEED)) {
      new RewardTraining(Tiny.probed(Tiny.options(1, 0, 0.1), 160), listener)
          .train(start, TOKENIZER, Tiny.preferences(160, "train"), new Seeds(Tiny.SEED))
          .close();
    }
    assertTrue(accuracy[0] > 0.8, "accuracy " + accuracy[0] + ", seed " + Tiny.SEED);
  }

  @Test
  void normalisedScoresHaveMeanNoughtAndDeviationOneOnTheTrainingTexts() {
    List<Preference> pairs = Tiny.preferences(60, "train");
    List<Exchange> texts = new ArrayList<>();
    pairs.forEach(
        pair ->
            texts.addAll(
                List.of(new Exchange("", pair.chosen()), new Exchange("", pair.rejected()))));
    try (TrainedRewardModels trained = Tiny.train(Tiny.options(1, 1, 1), TOKENIZER, pairs)) {
      Moments moments = Moments.of(trained.members().getFirst().score(texts));
      assertEquals(0, moments.mean(), 1e-4);
      assertEquals(1, moments.standardDeviation(1), 1e-4);
    }
  }

  @Test
  void aRunResumedAtStep7EndsWithTheSameBits() {
    List<Preference> pairs = Tiny.preferences(80, "train");
    RewardTrainingOptions options = Tiny.options(1, 2, 2);
    String uninterrupted;
    try (TrainedRewardModels trained = Tiny.train(options, TOKENIZER, pairs)) {
      uninterrupted = trained.members().getFirst().hash();
    }
    MemoryStore store = new MemoryStore();
    long[] steps = new long[1];
    assertThrows(
        InterruptedRunException.class,
        () -> resume(options, pairs, store, steps, () -> steps[0] == 7));
    steps[0] = 0;
    assertEquals(uninterrupted, resume(options, pairs, store, steps, () -> false));
    assertEquals(13, steps[0], "steps after the resume");
  }

  private static String resume(
      RewardTrainingOptions options,
      List<Preference> pairs,
      MemoryStore store,
      long[] steps,
      BooleanSupplier stopping) {
    StopSignal stop = stopping::getAsBoolean;
    try (Bert start = Tiny.bert(Tiny.SEED);
        TrainedRewardModels trained =
            new RewardTraining(
                    options, Tiny.steps((step, of, metrics) -> steps[0]++), member -> store, stop)
                .train(start, TOKENIZER, pairs, new Seeds(Tiny.SEED))) {
      return trained.members().getFirst().hash();
    }
  }

  @Test
  void accumulationEqualsOneBatch() {
    RewardTrainingOptions options = Tiny.options(1, 2, 1);
    assertSameWeights(Tiny.with(options, 1, 0, 0, 0, 1024), Tiny.with(options, 3, 0, 0, 0, 1024));
  }

  @Test
  void activationsComputedOnceOrEachTimeGiveTheSameModel() {
    RewardTrainingOptions options = Tiny.options(1, 1, 1);
    assertSameWeights(Tiny.with(options, 1, 0, 0, 0, 1024), Tiny.with(options, 1, 0, 0, 0, 0));
  }

  private static void assertSameWeights(RewardTrainingOptions one, RewardTrainingOptions other) {
    List<Preference> pairs = Tiny.preferences(40, "train");
    try (TrainedRewardModels a = Tiny.train(one, TOKENIZER, pairs);
        TrainedRewardModels b = Tiny.train(other, TOKENIZER, pairs)) {
      Map<String, Tensor> wanted = a.members().getFirst().allParameters();
      b.members()
          .getFirst()
          .allParameters()
          .forEach(
              (name, tensor) ->
                  assertArrayEquals(
                      wanted.getOrDefault(name, tensor).toFloats(),
                      tensor.toFloats(),
                      2e-4f,
                      name + ", seed " + Tiny.SEED));
    }
  }

  @Test
  void membersDifferAboveTheCutAndAgreeBelowIt() {
    try (Bert start = Tiny.bert(Tiny.SEED);
        TrainedRewardModels trained =
            Tiny.train(Tiny.options(2, 1, 1), TOKENIZER, Tiny.preferences(40, "train"))) {
      RewardModel first = trained.members().get(0);
      RewardModel second = trained.members().get(1);
      start
          .parameters()
          .asMap()
          .forEach(
              (name, tensor) -> {
                if (start.layerOf(name) < 2) {
                  assertArrayEquals(
                      tensor.toFloats(), first.trunk().parameters().get(name).toFloats(), name);
                  assertArrayEquals(
                      tensor.toFloats(), second.trunk().parameters().get(name).toFloats(), name);
                }
              });
      assertNotEquals(first.hash(), second.hash());
      assertEquals(3e-3, first.lineage().learningRate());
      assertEquals(2e-3, second.lineage().learningRate());
    }
  }

  @Test
  void moreLayersThanThereAreTrainsTheEmbeddingsToo() {
    try (Bert start = Tiny.bert(Tiny.SEED);
        TrainedRewardModels trained =
            Tiny.train(Tiny.options(1, 4, 1), TOKENIZER, Tiny.preferences(16, "train"))) {
      String name = "embeddings.word_embeddings.weight";
      float[] before = start.parameters().get(name).toFloats();
      float[] after = trained.members().getFirst().trunk().parameters().get(name).toFloats();
      assertNotEquals(before[3 * Tiny.WIDTH], after[3 * Tiny.WIDTH], "the word 'good'");
    }
  }

  @Test
  void corruptedLabelsAreTheSameInEveryRunAndRecorded() {
    List<Preference> pairs = Tiny.preferences(40, "train");
    RewardTrainingOptions options = Tiny.with(Tiny.options(2, 0, 0.2), 1, 0, 0.25, 0, 1024);
    List<Preference> corrupted;
    try (TrainedRewardModels trained = Tiny.train(options, TOKENIZER, pairs)) {
      corrupted = trained.corrupted();
      assertEquals(0.25, trained.members().get(1).lineage().corruptedShare());
      assertEquals(30, trained.clean().size());
      assertTrue(pairs.containsAll(trained.clean()));
    }
    assertEquals(10, corrupted.size());
    assertTrue(pairs.containsAll(corrupted.stream().map(Preference::swapped).toList()));
    try (TrainedRewardModels again = Tiny.train(options, TOKENIZER, pairs)) {
      assertEquals(corrupted, again.corrupted());
    }
  }

  @Test
  void validationKeepsGroupsTogether() {
    List<Preference> pairs = new ArrayList<>();
    List<Preference> plain = Tiny.preferences(60, "train");
    for (int i = 0; i < plain.size(); i++) {
      Preference p = plain.get(i);
      pairs.add(
          new Preference("", p.chosen(), p.rejected(), OptionalDouble.empty(), "rule " + i / 6));
    }
    RewardTrainingOptions options = Tiny.with(Tiny.options(1, 0, 0.2), 1, 0, 0, 0.3, 1024);
    try (TrainedRewardModels trained = Tiny.train(options, TOKENIZER, pairs)) {
      assertEquals(18, trained.validation().size());
      Set<String> groups = new HashSet<>();
      trained.validation().forEach(pair -> groups.add(pair.group()));
      trained.clean().forEach(pair -> assertTrue(!groups.contains(pair.group()), pair.group()));
    }
  }

  @Test
  void aTextLongerThanTheModelReadsIsRefusedByItsNumber() {
    List<Preference> pairs = new ArrayList<>(Tiny.preferences(3, "train"));
    pairs.add(new Preference("", "the cat ".repeat(9), "a dog"));
    InvalidInputException e =
        assertThrows(
            InvalidInputException.class, () -> Tiny.train(Tiny.options(1, 1, 1), TOKENIZER, pairs));
    assertTrue(
        e.getMessage().startsWith("preference 4: a text must have at most 16 tokens"),
        e.getMessage());
  }

  @Test
  void aLossThatIsNoNumberStopsAndNamesMemberStepAndPreferences() {
    RewardTrainingOptions options = Tiny.options(1, 1, 1);
    try (Bert start = Tiny.bert(Tiny.SEED)) {
      Scope.withoutGradients(
          () ->
              start.parameters().get("encoder.layer.2.output.dense.bias").timesInPlace(Double.NaN));
      FailedException e =
          assertThrows(
              FailedException.class,
              () ->
                  new RewardTraining(options, RewardTrainingListener.NONE)
                      .train(start, TOKENIZER, Tiny.preferences(8, "train"), new Seeds(Tiny.SEED)));
      assertTrue(
          e.getMessage()
              .matches("member 1, step 1 \\(preferences( [1-8],)+ [1-8]\\): the loss is NaN.*"),
          e.getMessage());
    }
  }
}
