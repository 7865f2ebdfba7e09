package org.plumbline.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.error.FailedException;

final class CheckpointsTest {
  @TempDir Path folder;

  private Checkpoints checkpoints() {
    return new Checkpoints(folder.resolve("checkpoints"), 2);
  }

  private static Checkpoints.Content content(String text) {
    return into -> {
      Files.writeString(into.resolve("weights.bin"), text);
      Files.createDirectory(into.resolve("optimizer"));
      Files.writeString(into.resolve("optimizer/state.bin"), text + text);
    };
  }

  private List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(folder.resolve("checkpoints"))) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  private long latestStep() {
    return checkpoints().latest().orElseThrow().step();
  }

  @Test
  void theNewestIsFoundAndTwoAreKept() throws IOException {
    for (long step : new long[] {5, 9, 10, 100}) {
      checkpoints().save(step, content("at " + step));
    }
    assertEquals(List.of("step-10", "step-100"), names());
    assertEquals(100, latestStep());
    assertEquals(
        "at 100",
        Files.readString(checkpoints().latest().orElseThrow().folder().resolve("weights.bin")));
  }

  @Test
  void thereIsNoneBeforeTheFirst() {
    assertEquals(Optional.empty(), checkpoints().latest());
  }

  @Test
  void killedWhileWritingTheOneBeforeIsIntact() throws IOException {
    checkpoints().save(1, content("one"));
    // An Error is not handled, so the folder stays as a kill leaves it.
    assertThrows(
        AssertionError.class,
        () ->
            checkpoints()
                .save(
                    2,
                    into -> {
                      Files.writeString(into.resolve("weights.bin"), "tw");
                      throw new AssertionError("killed");
                    }));
    assertEquals(List.of(".tmp-step-2", "step-1"), names());
    assertEquals(1, latestStep());
    checkpoints().save(2, content("two"));
    assertEquals(List.of("step-1", "step-2"), names());
    assertEquals(2, latestStep());
  }

  @Test
  void aDamagedOneIsPassedOverAndNamed() throws IOException {
    checkpoints().save(1, content("one"));
    Path second = checkpoints().save(2, content("two")).folder();
    for (String damage : List.of("t", "twO", "two and more")) {
      Files.writeString(second.resolve("weights.bin"), damage);
      assertEquals(1, latestStep());
      assertTrue(
          checkpoints().faults().getFirst().contains("weights.bin is not as it was written"));
    }
    Files.delete(second.resolve("weights.bin"));
    assertEquals(1, latestStep());
    Files.writeString(second.resolve("weights.bin"), "two");
    assertEquals(2, latestStep());
    for (String mark : List.of("", "{", "[]")) {
      Files.writeString(second.resolve("complete.json"), mark);
      assertEquals(1, latestStep());
    }
    Files.delete(second.resolve("complete.json"));
    assertEquals(1, latestStep());
  }

  @Test
  void aFullDiskKeepsTheOneBeforeAndSaysSo() throws IOException {
    checkpoints().save(7, content("seven"));
    var error =
        assertThrows(
            FailedException.class,
            () ->
                checkpoints()
                    .save(
                        8,
                        into -> {
                          Files.writeString(into.resolve("weights.bin"), "ei");
                          throw new IOException("No space left on device");
                        }));
    for (String part :
        List.of(
            "step 8", "No space left on device", "The checkpoint of step 7 is kept", "--resume")) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
    assertEquals(List.of("step-7"), names());
  }

  @Test
  void theSameStepCanBeSavedAgain() throws IOException {
    checkpoints().save(3, content("old"));
    checkpoints().save(3, content("new"));
    assertEquals(List.of("step-3"), names());
    assertEquals("new", Files.readString(folder.resolve("checkpoints/step-3/weights.bin")));
  }

  @Test
  void anIncompleteOneIsNotCountedAmongThoseKept() throws IOException {
    checkpoints().save(1, content("one"));
    checkpoints().save(2, content("two"));
    Files.createDirectory(folder.resolve("checkpoints/step-50"));
    checkpoints().save(3, content("three"));
    assertEquals(List.of("step-2", "step-3"), names());
  }
}
