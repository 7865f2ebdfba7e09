package org.plumbline.cli.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong seconds = new AtomicLong();

  private Progress progress(boolean terminal) {
    return new Progress(
        new PrintStream(bytes, true, StandardCharsets.UTF_8),
        terminal,
        "train",
        100,
        "steps",
        () -> seconds.get() * 1_000_000_000L);
  }

  @Test
  void linesComeEveryFewSecondsWithTheTimeLeft() {
    Progress progress = progress(false);
    progress.at(0, "");
    for (int second = 1; second <= 10; second++) {
      seconds.set(second);
      progress.at(second, "loss 2");
    }
    assertEquals(
        """
        train  5 of 100 steps  loss 2  1 min 35 s left
        train  10 of 100 steps  loss 2  1 min 30 s left
        """,
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void stepsOfAnEarlierProcessSayNothingAboutTheSpeed() {
    Progress progress = progress(false);
    progress.at(90, "");
    seconds.set(10);
    progress.at(95, "");
    assertEquals("train  95 of 100 steps  10 s left\n", bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void theBarOnATerminalIsRedrawnAndCleared() {
    Progress progress = progress(true);
    progress.at(0, "");
    seconds.set(1);
    progress.at(50, "");
    progress.close();
    assertEquals(
        "\rtrain  [============            ]  50 of 100 steps  1.0 s left\u001b[K\r\u001b[K",
        bytes.toString(StandardCharsets.UTF_8));
  }

  @Test
  void durationsAreReadAsPeopleSayThem() {
    assertEquals("0.4 s", Progress.duration(0.4));
    assertEquals("59 s", Progress.duration(59));
    assertEquals("2 min 5 s", Progress.duration(125));
    assertEquals("2 h 1 min", Progress.duration(7265));
  }
}
