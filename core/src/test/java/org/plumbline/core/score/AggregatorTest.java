package org.plumbline.core.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.InvalidInputException;

class AggregatorTest {
  private static final List<String> NAMES =
      List.of(
          "mean",
          "median",
          "min",
          "max",
          "mean-minus-std:0.5",
          "mean-minus-std:1:0",
          "mean-minus-variance:2",
          "quantile:0.25",
          "quantile:0.5:lower");

  @Test
  void eachNameReadsWhatItWrote() {
    for (String name : NAMES) {
      assertEquals(name, Aggregator.parse(name).toString());
    }
    assertEquals("mean-minus-std:1", Aggregator.parse(" Mean-Minus-Std ").toString());
  }

  @Test
  void membersThatAgreeAreOneMemberToEveryAggregator() {
    for (String name : NAMES) {
      assertEquals(0.75, Aggregator.parse(name).combine(0.75, 0.75, 0.75), 1e-15, name);
    }
  }

  @Test
  void eachFormCombinesByItsDefinition() {
    assertEquals(3, combine("mean"), 1e-15);
    assertEquals(2.5, combine("median"), 1e-15);
    assertEquals(1, combine("min"));
    assertEquals(6, combine("max"));
    // Deviations -2, -1, 0, 3: squares add up to 14.
    assertEquals(3 - 0.5 * Math.sqrt(14 / 3.0), combine("mean-minus-std:0.5"), 1e-15);
    assertEquals(3 - 14 / 4.0, combine("mean-minus-variance:1:0"), 1e-15);
    assertEquals(1.75, combine("quantile:0.25"), 1e-15);
    assertEquals(2, combine("quantile:0.5:lower"));
  }

  @Test
  void weightZeroIsHonouredAndGivesTheMean() {
    assertEquals(3, combine("mean-minus-std:0"), 1e-15);
    assertEquals(3, combine("mean-minus-variance:0"), 1e-15);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    for (String bad : List.of("mode", "mean:3", "quantile", "quantile:x", "mean-minus-std:1:0:2")) {
      String refusal =
          assertThrows(InvalidInputException.class, () -> Aggregator.parse(bad), bad).toString();
      assertTrue(refusal.contains("median") && refusal.contains("'" + bad + "'"), refusal);
    }
  }

  @Test
  void aMemberWithoutAFiniteScoreIsRefused() {
    assertThrows(InvalidInputException.class, () -> new Aggregator.Min().combine(1, Double.NaN));
    assertThrows(InvalidInputException.class, () -> new Aggregator.Mean().combine());
    assertThrows(InvalidInputException.class, () -> new Aggregator.MeanMinusStd(1, 1).combine(1));
  }

  @Test
  void standardisedMembersHaveOneZeroAndOneScale() {
    double[][] reference = {{0, 100}, {2, 300}};
    MemberStandardisation fitted = MemberStandardisation.fit(reference, 0);
    assertEquals(List.of(1.0, 200.0), fitted.means());
    assertEquals(1, fitted.apply(2, 300)[0], 1e-15);
    assertEquals(1, fitted.apply(2, 300)[1], 1e-15);
    assertThrows(
        InvalidInputException.class, () -> MemberStandardisation.fit(new double[][] {{1}, {1}}, 0));
  }

  @Test
  void aRowKeepsTextMembersAggregateAndGoldTogether() {
    Exchange exchange = new Exchange("p", "c");
    EnsembleScore row = EnsembleScore.of(exchange, new double[] {1, 2}, new Aggregator.Mean());
    assertEquals(1.5, row.aggregate());
    assertEquals(OptionalDouble.empty(), row.gold());
    EnsembleScore measured = row.withGold(-1);
    assertEquals(OptionalDouble.of(-1), measured.gold());
    assertEquals(row.members(), measured.members());
  }

  private static double combine(String name) {
    return Aggregator.parse(name).combine(3, 1, 6, 2);
  }
}
