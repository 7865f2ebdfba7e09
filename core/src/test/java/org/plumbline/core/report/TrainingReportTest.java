package org.plumbline.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.InvalidInputException;

final class TrainingReportTest {
  @TempDir Path folder;

  @Test
  void aHeldOutLossThatRisesAgainIsSpokenOf() {
    // Lowest at step 20, where it is 2; 2.4 at the end.
    String said = sentence(curve("a", 40, step -> 2 + Math.abs(step - 20) / 50.0));
    assertTrue(said.startsWith("a, after 40 updates: the held-out loss is 2.40"), said);
    assertTrue(said.contains("lowest at step 20, 2, and has risen by 0.40"), said);
  }

  @Test
  void oneThatFallsToTheEndIsNotCalledOverfitted() {
    String said = sentence(curve("a", 40, step -> 3 - step / 40.0));
    assertTrue(said.contains("is 2 nats a token (perplexity 7.39)"), said);
    assertTrue(said.contains("at step 10 it was 2.75"), said);
    assertFalse(said.contains("risen"), said);
  }

  @Test
  void withoutHeldOutTextsNothingIsSaidOfThem() {
    List<LearningCurve.Point> points = new ArrayList<>();
    for (int step = 1; step <= 20; step++) {
      points.add(new LearningCurve.Point(step, 5 - step / 10.0, null, null, null, null));
    }
    // First tenth: steps 1 and 2; last tenth: 19 and 20.
    String said = sentence(new LearningCurve("a", "a", 0, points));
    assertTrue(said.contains("from 4.85 nats a token in the first tenth"), said);
    assertTrue(said.contains("to 3.05 in the last"), said);
    assertTrue(said.contains("Nothing was held out"), said);
  }

  @Test
  void namesAreTextAndAllNumbersLieBesideThePage() throws Exception {
    String hostile = "</script><script>alert(1)</script>";
    LearningCurve one = curve(hostile, 5000, step -> 2);
    Path page = folder.resolve("report.html");
    ReportWriter.write(new TrainingReport(hostile, List.of(one), List.of()), page);
    String html = Files.readString(page);
    assertFalse(html.contains("<script>alert"), "a name became a script");
    assertEquals(3, html.split("<script", -1).length - 1, "scripts");
    assertTrue(
        html.contains("about 1,000 points are drawn"), "nothing is said of what is left out");
    assertEquals(
        5000,
        new JsonMapper()
            .readTree(folder.resolve("report.json").toFile())
            .at("/arms/0/points")
            .size());
  }

  @Test
  void equalNamesAreRefused() {
    LearningCurve one = curve("a", 10, step -> 2);
    assertThrows(
        InvalidInputException.class, () -> new TrainingReport("t", List.of(one, one), List.of()));
  }

  private static String sentence(LearningCurve curve) {
    return new TrainingReport("t", List.of(curve), List.of()).headline().getFirst();
  }

  /** Held-out losses every tenth step. */
  private static LearningCurve curve(String name, int steps, IntToDoubleFunction heldOut) {
    List<LearningCurve.Point> points = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      Double held = step % 10 == 0 ? heldOut.applyAsDouble(step) : null;
      points.add(new LearningCurve.Point(step, 3.0, held, 1.0, 1e-4, 100.0));
    }
    return new LearningCurve(name, name, 0, points);
  }
}
