package org.plumbline.distill.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.math.Moments;
import org.plumbline.core.random.Seeds;
import org.plumbline.core.stats.Comparison;
import org.plumbline.distill.judge.HumanPair;
import org.plumbline.distill.llm.ChatOutcome;
import org.plumbline.distill.llm.InOrder;
import org.plumbline.distill.llm.ScriptedModel;
import org.plumbline.distill.optimize.Candidate.Origin;

class PromptOptimizerTest {
  private static final Seeds SEEDS = new Seeds(11);

  private static Optimization run(WordWorld world, int atOnce) {
    return world.optimizer(SEEDS, atOnce).run(WordWorld.STARTING);
  }

  @Test
  void theBestPromptOfAKnownWorldIsFound() {
    Optimization found = run(new WordWorld(RecordedModel.cache(), Integer.MAX_VALUE), 8);
    assertEquals(8, WordWorld.truth(found.best().text()), found.best().text());
    assertEquals(Stop.Reason.FINISHED, found.stop().reason());
    assertEquals(40, found.candidates().size());
    assertEquals(4, found.rounds().size());
    for (int i = 1; i < found.rounds().size(); i++) {
      assertTrue(
          found.rounds().get(i).bestScore() >= found.rounds().get(i - 1).bestScore(),
          "the best is never lost");
    }
    assertEquals(
        5, found.candidates().stream().filter(c -> isFrom(c, 1, Origin.REFLECTION)).count());
    assertEquals(
        5, found.candidates().stream().filter(c -> isFrom(c, 1, Origin.RESAMPLING)).count());
    assertTrue(found.comparisons().getFirst().verdict() instanceof Comparison.Better);
    assertEquals("p1", found.comparisons().getFirst().other());
    assertEquals(
        WordWorld.truth(found.best().text()) - WordWorld.truth(WordWorld.STARTING.getFirst()),
        found.comparisons().getFirst().difference().orElseThrow().value(),
        1e-9);
  }

  private static boolean isFrom(Candidate candidate, int iteration, Origin origin) {
    return candidate.iteration() == iteration && candidate.origin() == origin;
  }

  @Test
  void theFormulaCountsTheCalls() {
    WordWorld world = new WordWorld(RecordedModel.cache(), Integer.MAX_VALUE);
    CallPlan plan = world.optimizer(SEEDS, 8).plan(WordWorld.STARTING);
    // By hand: 10 x 12 x 2; three rounds of 5 + 1 + 10 x 12 x 2; held out 3 x 12 x 2.
    assertEquals(240, plan.start());
    assertEquals(3 * (6 + 240), plan.search());
    assertEquals(18, plan.writer());
    assertEquals(72, plan.heldOut());
    Optimization found = run(world, 8);
    assertEquals(plan.total(), found.spending().calls());
    assertEquals(plan.total(), world.paid());
    assertEquals(plan.prompts(), found.candidates().size());
  }

  @Test
  void aSecondRunAsksNothingAndFindsTheSame() {
    Map<String, ChatOutcome> cache = RecordedModel.cache();
    Optimization first = run(new WordWorld(cache, Integer.MAX_VALUE), 8);
    WordWorld again = new WordWorld(cache, Integer.MAX_VALUE);
    Optimization second = run(again, 8);
    assertEquals(0, again.paid());
    assertEquals(first, second);
  }

  @Test
  void howManyAreAskedAtOnceChangesNothing() {
    Optimization one = run(new WordWorld(RecordedModel.cache(), Integer.MAX_VALUE), 1);
    Optimization many = run(new WordWorld(RecordedModel.cache(), Integer.MAX_VALUE), 32);
    assertEquals(one, many);
  }

  @Test
  void aSpentBudgetEndsTheSearchWithTheBestUntilThenAndNothingIsPaidTwice() {
    Map<String, ChatOutcome> cache = RecordedModel.cache();
    WordWorld poor = new WordWorld(cache, 300);
    Optimization stopped = run(poor, 1);
    assertEquals(Stop.Reason.NO_FURTHER_CALLS, stopped.stop().reason());
    assertEquals("the budget is spent", stopped.stop().message());
    assertTrue(
        stopped.comparisons().getFirst().verdict() instanceof Comparison.NotTested,
        "what was not measured is not tested");
    WordWorld rich = new WordWorld(cache, Integer.MAX_VALUE);
    Optimization resumed = run(rich, 8);
    WordWorld whole = new WordWorld(RecordedModel.cache(), Integer.MAX_VALUE);
    assertEquals(run(whole, 8), resumed);
    assertEquals(whole.paid(), poor.paid() + rich.paid());
  }

  @Test
  void aTeacherThatFailsEndsTheSearchInsteadOfScoringZero() {
    WordWorld world = new WordWorld(RecordedModel.cache(), Integer.MAX_VALUE);
    Parts<HumanPair> parts =
        Parts.split(WordWorld.pairs(30), HumanPair::id, new Parts.Sizes(12, 0, 12), SEEDS);
    PromptTask<HumanPair> failing =
        new FailingTask(world.task(SEEDS), item -> item.id().endsWith("5"));
    Optimization found =
        new PromptOptimizer<>(
                failing,
                parts,
                world.writer,
                OptimizerOptions.DEFAULT,
                new InOrder(4, () -> false),
                SearchListener.NOBODY,
                SEEDS)
            .run(WordWorld.STARTING);
    // One or two items fail under every prompt: no score suffers from it.
    assertEquals(8, found.best().score().orElseThrow(), 1e-9);
    assertTrue(found.missing() > 0);
    PromptOptimizer<HumanPair> dead =
        new PromptOptimizer<>(
            new FailingTask(world.task(SEEDS), item -> true),
            parts,
            world.writer,
            OptimizerOptions.DEFAULT,
            new InOrder(4, () -> false),
            SearchListener.NOBODY,
            SEEDS);
    FailedException failure =
        assertThrows(FailedException.class, () -> dead.run(WordWorld.STARTING));
    assertTrue(failure.getMessage().contains("20 of 20 items failed"), failure.getMessage());
  }

  @Test
  void aWriterWithNothingNewEndsTheSearch() {
    WordWorld world = new WordWorld(RecordedModel.cache(), Integer.MAX_VALUE);
    Parts<HumanPair> parts = new Parts<>(WordWorld.pairs(8), List.of(), List.of());
    ScriptedModel stubborn =
        new ScriptedModel("writer", request -> "{\"prompt\": \"Answer,  PLAIN.\"}");
    Optimization found =
        new PromptOptimizer<>(
                world.task(SEEDS),
                parts,
                stubborn,
                OptimizerOptions.DEFAULT,
                new InOrder(4, () -> false),
                SearchListener.NOBODY,
                SEEDS)
            .run(WordWorld.STARTING);
    assertEquals(Stop.Reason.NO_NEW_PROMPTS, found.stop().reason());
    assertEquals("said before", found.refused().getFirst().reason());
    assertEquals(6 * 3, stubborn.asked().size(), "each set is asked for three times and no more");
  }

  @Test
  void selectionChoosesAmongTheFinalistsOnItemsOfItsOwn() {
    Seeds seeds = new Seeds(2);
    Parts<String> parts = Parts.split(names(60), name -> name, new Parts.Sizes(20, 20, 20), seeds);
    Set<String> tried = new HashSet<>();
    Optimization found =
        optimizer(new NoisyTask(seeds, 1, tried), parts, seeds).run(WordWorld.STARTING);
    assertTrue(found.selection().size() >= 5);
    double best =
        found.selection().stream()
            .mapToDouble(m -> m.score().orElseThrow().value())
            .max()
            .orElseThrow();
    assertEquals(
        best,
        found.selection().stream()
            .filter(m -> m.prompt().equals(found.best().id()))
            .findFirst()
            .orElseThrow()
            .score()
            .orElseThrow()
            .value());
    assertEquals(60, tried.size());
  }

  /**
   * The score of the best on the search items is too high, because it was chosen by it; the one on
   * the held-out items is not.
   */
  @Test
  void heldOutScoresAreUnbiasedAndSearchScoresAreNot() {
    int runs = 60;
    double[] heldOut = new double[runs];
    double[] search = new double[runs];
    double[] difference = new double[runs];
    for (int seed = 0; seed < runs; seed++) {
      Seeds seeds = new Seeds(seed);
      Parts<String> parts = Parts.split(names(40), name -> name, new Parts.Sizes(10, 0, 30), seeds);
      Optimization found =
          optimizer(new NoisyTask(seeds, 2, new HashSet<>()), parts, seeds).run(WordWorld.STARTING);
      double truth = WordWorld.truth(found.best().text());
      search[seed] = found.best().score().orElseThrow() - truth;
      heldOut[seed] = found.heldOut().getFirst().score().orElseThrow().value() - truth;
      difference[seed] =
          found.comparisons().getFirst().difference().orElseThrow().value()
              - (truth - WordWorld.truth(WordWorld.STARTING.getFirst()));
    }
    Moments curse = Moments.of(search);
    Moments fair = Moments.of(heldOut);
    Moments paired = Moments.of(difference);
    assertTrue(
        curse.mean() > 5 * curse.standardError(), "the winner's curse is gone: " + curse.mean());
    assertTrue(
        Math.abs(fair.mean()) < 3.5 * fair.standardError(),
        "held-out bias %s at an error of %s".formatted(fair.mean(), fair.standardError()));
    assertTrue(
        Math.abs(paired.mean()) < 3.5 * paired.standardError(),
        "bias of the difference %s at %s".formatted(paired.mean(), paired.standardError()));
  }

  @Test
  void partsFollowTheNamesOfTheItems() {
    Parts.Sizes sizes = new Parts.Sizes(30, 12, 30);
    Parts<String> parts = Parts.split(names(72), name -> name, sizes, SEEDS);
    Parts<String> reversed = Parts.split(names(72).reversed(), name -> name, sizes, SEEDS);
    assertEquals(parts, reversed);
    Set<String> all = new HashSet<>(parts.search());
    all.addAll(parts.selection());
    all.addAll(parts.heldOut());
    assertEquals(72, all.size());
    assertThrows(
        InvalidInputException.class, () -> Parts.split(names(71), name -> name, sizes, SEEDS));
  }

  private static PromptOptimizer<String> optimizer(
      NoisyTask task, Parts<String> parts, Seeds seeds) {
    return new PromptOptimizer<>(
        task,
        parts,
        WordWorld.writerOnly(),
        OptimizerOptions.DEFAULT,
        new InOrder(4, () -> false),
        SearchListener.NOBODY,
        seeds);
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
  }
}
