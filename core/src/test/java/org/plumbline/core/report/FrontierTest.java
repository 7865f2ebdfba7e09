package org.plumbline.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrontierTest {

  @Test
  void theArmThatNeedsLessDriftDominatesTheOther() {
    List<FrontierPoint> points =
        Frontier.of(List.of(arm("near", 1, 0.0, 1.0), arm("far", 3, 0.0, 1.0)));
    FrontierPoint near = top(points, "near");
    FrontierPoint far = top(points, "far");
    assertEquals(1, near.drift());
    assertEquals(3, far.drift());
    assertFalse(near.dominated());
    assertTrue(far.dominated());
  }

  @Test
  void aLevelThatOneSeedOnlyReachesDominatesNothing() {
    Arm lucky =
        new Arm("lucky", "lucky", Arm.Kind.OTHER, List.of(curve(1, 0.0, 1.0), curve(1, 0.0, 0.5)));
    List<FrontierPoint> points = Frontier.of(List.of(lucky, arm("steady", 3, 0.0, 1.0)));
    assertEquals(1, top(points, "lucky").seeds());
    assertFalse(top(points, "steady").dominated());
  }

  @Test
  void anArmWithoutGoldHasNoFrontier() {
    Curve blind =
        new Curve(
            1,
            List.of(new CurvePoint(0, 0, new Measured(1, null), null, null, Map.of())),
            List.of());
    assertTrue(
        Frontier.of(List.of(new Arm("blind", "blind", Arm.Kind.OTHER, List.of(blind)))).isEmpty());
  }

  private static FrontierPoint top(List<FrontierPoint> points, String arm) {
    return points.stream().filter(p -> p.arm().equals(arm)).toList().getLast();
  }

  private static Arm arm(String name, double kl, double... gold) {
    return new Arm(name, name, Arm.Kind.OTHER, List.of(curve(kl, gold)));
  }

  private static Curve curve(double kl, double... gold) {
    List<CurvePoint> points =
        java.util.stream.IntStream.range(0, gold.length)
            .mapToObj(
                i ->
                    new CurvePoint(
                        i,
                        kl * i,
                        new Measured(i, null),
                        new Measured(gold[i], null),
                        null,
                        Map.of()))
            .toList();
    return new Curve(1, points, List.of());
  }
}
