package org.plumbline.distill.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {

  private static Candidate candidate(String id, String text, double... scores) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      evaluations.add(
          Double.isNaN(scores[i])
              ? new Evaluation.Missing("i" + i, "failed", Spending.NONE)
              : new Evaluation.Scored("i" + i, scores[i], scores[i], 0, 1, "", Spending.NONE));
    }
    return new Candidate(id, Candidate.Origin.START, 0, List.of(), text, evaluations);
  }

  private static List<String> order(double coverage, Candidate... candidates) {
    return new Ranking(4, coverage).order(List.of(candidates)).stream().map(Candidate::id).toList();
  }

  @Test
  void failingOnTheHardItemIsNoAdvantage() {
    Candidate whole = candidate("p1", "a", 9, 9, 9, 2);
    Candidate failing = candidate("p2", "b", 8.5, 8.5, 8.5, Double.NaN);
    // Its mean is higher (8.5 against 7.25), but it is worse on every common item.
    assertEquals(List.of("p1", "p2"), order(0.7, failing, whole));
  }

  @Test
  void tooFewScoresAreNoPlace() {
    Candidate lucky = candidate("p1", "a", 10, Double.NaN, Double.NaN, Double.NaN);
    Candidate whole = candidate("p2", "b", 5, 5, 5, 5);
    assertEquals(List.of("p2"), order(0.8, lucky, whole));
  }

  @Test
  void ofEqualPromptsTheShorterThenTheEarlierIsFirst() {
    Candidate late = candidate("p10", "bb", 5, 5, 5, 5);
    Candidate early = candidate("p9", "bb", 5, 5, 5, 5);
    Candidate longer = candidate("p1", "bbb", 5, 5, 5, 5);
    assertEquals(List.of("p9", "p10", "p1"), order(0.8, longer, late, early));
  }
}
