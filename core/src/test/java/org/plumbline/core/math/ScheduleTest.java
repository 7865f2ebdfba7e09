package org.plumbline.core.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;

class ScheduleTest {

  @Test
  void theFirstUpdateOfAWarmUpHasRateZero() {
    for (String name : new String[] {"constant-with-warmup", "linear", "cosine", "inverse-sqrt"}) {
      LearningRateSchedule schedule = LearningRateSchedule.parse(name, 4, 12);
      assertEquals(0, schedule.factor(0), name);
      assertEquals(0.75, schedule.factor(3), name);
      assertEquals(1, schedule.factor(4), name);
    }
  }

  @Test
  void linearAndCosineAreHalfDownHalfWayAndAtZeroInTheEnd() {
    assertEquals(0.5, new LearningRateSchedule.Linear(4, 12).factor(8), 1e-15);
    assertEquals(0.5, new LearningRateSchedule.Cosine(4, 12).factor(8), 1e-15);
    assertEquals(0, new LearningRateSchedule.Linear(4, 12).factor(12), 1e-15);
    assertEquals(0, new LearningRateSchedule.Cosine(4, 12).factor(12), 1e-15);
  }

  /** 4 updates of warm-up, 1 until a tenth of 40 is left, and then down in a line. */
  @Test
  void warmUpStableDecayStaysUntilItsLastTenth() {
    LearningRateSchedule schedule = LearningRateSchedule.parse("wsd", 4, 40);
    assertEquals(0.5, schedule.factor(2));
    assertEquals(1, schedule.factor(4));
    assertEquals(1, schedule.factor(36));
    assertEquals(0.75, schedule.factor(37));
    assertEquals(0, schedule.factor(40));
    assertEquals(0.5, LearningRateSchedule.parse("wsd", 8, 10).factor(4), "longer warm-up");
  }

  @Test
  void anUnknownScheduleIsAnsweredWithTheKnownOnes() {
    InvalidInputException refusal =
        assertThrows(InvalidInputException.class, () -> LearningRateSchedule.parse("cosin", 0, 1));
    assertTrue(refusal.toString().contains("inverse-sqrt"), refusal.toString());
    assertTrue(refusal.toString().contains("'cosin'"), refusal.toString());
  }

  @Test
  void gradientsWithinTheBoundAreLeftAlone() {
    assertEquals(5, GradientClipping.norm(new double[][] {{3}, {4}}));
    assertEquals(1, new GradientClipping(5, 0).scale(5));
    assertEquals(1, new GradientClipping(10, 0).scale(5));
    assertEquals(0.5, new GradientClipping(2.5, 0).scale(5));
    assertEquals(1, GradientClipping.torch(1).scale(0));
    assertThrows(InvalidInputException.class, () -> GradientClipping.torch(1).scale(Double.NaN));
  }

  @Test
  void theDistanceToAConstantShrinksByTheDecayInEachStep() {
    var average = new ExponentialMovingAverage(0.9);
    double[] state = {1};
    for (int step = 0; step < 7; step++) {
      average.update(state, new double[] {0});
    }
    assertEquals(Math.pow(0.9, 7), state[0], 1e-15);
  }

  @Test
  void aBrokenParameterLeavesTheAverageAsItWas() {
    double[] state = {1, 2};
    assertThrows(
        InvalidInputException.class,
        () -> new ExponentialMovingAverage(0.9).update(state, new double[] {0, Double.NaN}));
    assertArrayEquals(new double[] {1, 2}, state);
  }

  @Test
  void anAverageBegunAtZeroHasNoBiasAfterDivision() {
    var average = new ExponentialMovingAverage(0.9);
    double[] state = {0};
    average.update(state, new double[] {5});
    average.update(state, new double[] {5});
    assertEquals(5, state[0] / average.debiasing(2), 1e-12);
  }
}
