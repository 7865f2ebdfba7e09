package org.plumbline.distill.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.random.Seeds;
import org.plumbline.distill.judge.ProbeResult.Standing;
import org.plumbline.distill.llm.InOrder;

class JudgeProbeTest {
  private static final List<HumanPair> PAIRS =
      IntStream.range(0, 30)
          .mapToObj(
              i ->
                  new HumanPair(
                      "i" + i,
                      "Question " + i + "?",
                      "Answer number %d has words enough to be shuffled and cut.".formatted(i)))
          .toList();

  /** A judge that is a function. */
  static Grader grader(ToDoubleFunction<JudgedAnswer> grade) {
    return new Grader() {
      @Override
      public Grading grade(JudgedAnswer answer) {
        Scores scores = new Scores(Map.of(), grade.applyAsDouble(answer), "");
        return new Grading(answer, List.of(new Judgement.Scored(scores, false, List.of())));
      }

      @Override
      public int calls() {
        return 1;
      }
    };
  }

  private static ProbeResult probe(ToDoubleFunction<JudgedAnswer> grade, long seed) {
    return new JudgeProbe(PAIRS, 20, new Seeds(seed))
        .run(grader(grade), new InOrder(8, () -> false));
  }

  private static double honest(JudgedAnswer answer) {
    return answer.answer().equals(answer.reference()) ? 9 : 3;
  }

  @Test
  void anHonestJudgeIsAboveChanceInEveryKind() {
    ProbeResult result = probe(JudgeProbeTest::honest, 1);
    assertEquals(Standing.ABOVE_CHANCE, result.standing());
    result.requireAboveChance();
    for (ProbeKind kind : ProbeKind.values()) {
      assertEquals(20, result.count(kind).right(), kind.label());
    }
  }

  @Test
  void anInvertedJudgeIsStopped() {
    ProbeResult result = probe(answer -> 10 - honest(answer), 1);
    assertEquals(Standing.BELOW_CHANCE, result.standing());
    FailedException stop = assertThrows(FailedException.class, result::requireAboveChance);
    assertTrue(stop.getMessage().contains("below chance"), stop.getMessage());
    assertTrue(stop.getMessage().contains("said twice: 0 of 20 right"), stop.getMessage());
  }

  @Test
  void aJudgeThatGivesAlwaysTheSameIsStopped() {
    ProbeResult result = probe(answer -> 7, 1);
    assertEquals(Standing.NOT_ABOVE_CHANCE, result.standing());
    assertEquals(20, result.count().tied());
    assertThrows(FailedException.class, result::requireAboveChance);
  }

  @Test
  void aJudgeThatGuessesIsStoppedNearlyAlways() {
    int passed = 0;
    for (long seed = 1; seed <= 200; seed++) {
      Seeds chance = new Seeds(seed);
      ProbeResult result =
          probe(answer -> 1 + chance.child(answer.id()).stream("grade").nextInt(10), seed);
      passed += result.standing() == Standing.ABOVE_CHANCE ? 1 : 0;
    }
    assertTrue(passed <= 10, "a guessing judge passed %d of 200 times".formatted(passed));
  }

  @Test
  void aJudgeThatLikesLengthIsShown() {
    ProbeResult likes = probe(answer -> honest(answer) + answer.answer().length() / 20.0, 1);
    ProbeResult fair = probe(answer -> answer.answer().contains("Answer") ? 7 : 2, 1);
    assertTrue(
        probe(answer -> answer.answer().length() / 20.0, 1).gainOfLength().orElseThrow().low() > 0);
    assertTrue(likes.count(ProbeKind.TRUNCATED).right() == 20);
    assertEquals(0, fair.gainOfLength().orElseThrow().value());
  }

  @Test
  void worseAnswersAreWorseAndTheSameEachTime() {
    JudgeProbe probe = new JudgeProbe(PAIRS, 12, new Seeds(3));
    assertEquals(probe.list(), new JudgeProbe(PAIRS, 12, new Seeds(3)).list());
    for (JudgeProbe.Item item : probe.list()) {
      String better = item.pair().answer();
      item.worse().forEach((kind, text) -> assertNotEquals(better, text, kind.label()));
      assertTrue(better.startsWith(item.worse().getOrDefault(ProbeKind.TRUNCATED, "?")));
      assertEquals(
          sorted(better.replace(" ", "")),
          sorted(item.worse().getOrDefault(ProbeKind.SHUFFLED, "").replace(" ", "")));
    }
    HumanPair chinese = new HumanPair("z", "什么是软件包？", "软件包是一种归档文件，包含程序与元数据。");
    String shuffled = ProbeKind.SHUFFLED.worse(chinese, chinese, new Seeds(1));
    assertEquals(sorted(chinese.answer()), sorted(shuffled));
    assertFalse(shuffled.contains("归档文件"), shuffled);
  }

  @Test
  void tooFewPairsAreNoProbe() {
    assertThrows(
        InvalidInputException.class, () -> new JudgeProbe(PAIRS.subList(0, 5), 20, new Seeds(1)));
  }

  @Test
  void missingGradesAreCountedAndDecideNothing() {
    SplittableRandom random = new Seeds(5).stream("missing");
    Grader flaky =
        new Grader() {
          @Override
          public Grading grade(JudgedAnswer answer) {
            return random.nextInt(3) == 0
                ? new Grading(answer, List.of(new Judgement.ParseFailed("?", "nothing", List.of())))
                : grader(JudgeProbeTest::honest).grade(answer);
          }

          @Override
          public int calls() {
            return 1;
          }
        };
    ProbeResult result =
        new JudgeProbe(PAIRS, 20, new Seeds(1)).run(flaky, new InOrder(1, () -> false));
    ProbeResult.Count count = result.count(ProbeKind.OTHER);
    assertTrue(count.missing() > 0 && count.wrong() == 0 && count.tied() == 0, count.sentence());
    assertEquals(20, count.right() + count.missing());
    assertTrue(ParseRate.of(result.gradings()).rate() < 0.9);
  }

  private static List<Character> sorted(String text) {
    return text.chars().mapToObj(c -> (char) c).sorted().toList();
  }
}
