package org.plumbline.core.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.stats.FrontierOverSeeds.Level;
import org.plumbline.core.stats.ParetoFrontier.Point;

class FrontierTest {

  @Test
  void onlyPointsThatNothingBeatsAreOnTheFrontier() {
    List<Point> points =
        List.of(new Point(1, 1), new Point(2, 2), new Point(1.5, 3), new Point(1, 1));
    assertEquals(List.of(0, 1, 3), ParetoFrontier.indices(points));
    assertEquals(List.of(0, 1), ParetoFrontier.distinctIndices(points));
    // Below drift 4: 1 wide and 3 high up to reward 1, then 1 wide and 2 high.
    assertEquals(5, ParetoFrontier.hypervolume(points, new Point(0, 4)), 1e-12);
  }

  @Test
  void addingAPointNeverShrinksTheArea() {
    SplittableRandom random = new SplittableRandom(8);
    List<Point> points = new ArrayList<>();
    double area = 0;
    for (int i = 0; i < 60; i++) {
      points.add(new Point(random.nextDouble(-1, 1), random.nextDouble(0, 2)));
      double next = ParetoFrontier.hypervolume(points, new Point(-0.5, 1.5));
      assertTrue(next >= area - 1e-12, "seed 8, point " + i);
      area = next;
    }
  }

  @Test
  void eachSeedGivesItsLeastDriftAtOrAboveALevel() {
    List<Point> first = List.of(new Point(0, 0), new Point(1, 4), new Point(2, 3));
    List<Point> second = List.of(new Point(0, 0), new Point(1, 5));
    List<Level> levels =
        FrontierOverSeeds.of(List.of(first, second), new double[] {0, 1, 2, 3}).levels();
    assertEquals(3, levels.size());
    assertEquals(new Level(0, 0, OptionalDouble.of(0), 2, 2), levels.get(0));
    // The first seed reaches reward 1 with drift 3, on its way at 2; the second with 5.
    assertEquals(new Level(1, 4, OptionalDouble.of(1), 2, 2), levels.get(1));
    assertEquals(new Level(2, 3, OptionalDouble.empty(), 1, 2), levels.get(2));
    assertFalse(levels.get(2).complete());
  }

  @Test
  void theFrontierOfASeedNeverFalls() {
    SplittableRandom random = new SplittableRandom(4);
    List<Point> run = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      run.add(new Point(random.nextDouble(), random.nextDouble()));
    }
    List<Level> levels = FrontierOverSeeds.of(List.of(run), 20).levels();
    assertEquals(20, levels.size());
    for (int i = 1; i < levels.size(); i++) {
      assertTrue(levels.get(i).drift() >= levels.get(i - 1).drift(), "seed 4, level " + i);
    }
  }

  @Test
  void aRunWithoutPointsIsRefused() {
    assertThrows(InvalidInputException.class, () -> FrontierOverSeeds.of(List.of(List.of()), 5));
    assertThrows(InvalidInputException.class, () -> new Point(Double.NaN, 1));
  }
}
