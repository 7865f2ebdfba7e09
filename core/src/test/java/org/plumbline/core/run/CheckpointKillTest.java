package org.plumbline.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that does nothing but save, at random moments. */
@Tag("slow")
final class CheckpointKillTest {
  private static final int KILLS = 8;
  private static final int BYTES = 1 << 18;

  @TempDir Path folder;

  /** The process to be killed: saves step after step, and tells each that is done. */
  public static void main(String[] arguments) {
    Checkpoints checkpoints = new Checkpoints(Path.of(arguments[0]), 2);
    long step = checkpoints.latest().map(Checkpoint::step).orElse(0L) + 1;
    for (; true; step++) {
      byte[] state = state(step);
      checkpoints.save(step, into -> Files.write(into.resolve("state"), state));
      System.out.println(step);
    }
  }

  private static byte[] state(long step) {
    byte[] state = new byte[BYTES];
    new SplittableRandom(step).nextBytes(state);
    return state;
  }

  @Test
  void whatWasToldToBeSavedIsFoundWhole() throws IOException, InterruptedException {
    long seed = 20261123;
    SplittableRandom random = new SplittableRandom(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  CheckpointKillTest.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long told = killAfter(process, random.nextInt(1, 60), random.nextInt(30));
      Checkpoint latest = new Checkpoints(folder, 2).latest().orElseThrow();
      String where = "seed " + seed + ", kill " + kill;
      assertTrue(latest.step() >= told, where + ": " + latest.step() + " < " + told);
      assertEquals(List.of(), new Checkpoints(folder, 2).faults(), where);
      byte[] found = Files.readAllBytes(latest.folder().resolve("state"));
      assertEquals(-1, Arrays.mismatch(state(latest.step()), found), where);
    }
  }

  /** The last step that the process told before it died. */
  private static long killAfter(Process process, int lines, int milliseconds)
      throws IOException, InterruptedException {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      long told = 0;
      for (int i = 0; i < lines; i++) {
        String line = out.readLine();
        assertNotNull(line, "it ended by itself");
        told = Long.parseLong(line);
      }
      Thread.sleep(milliseconds);
      process.destroyForcibly().waitFor();
      return told;
    }
  }
}
