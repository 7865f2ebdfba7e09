package org.plumbline.core.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.core.data.Exchange;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.PlumblineException;

final class RunFolderTest {
  @TempDir Path folder;

  private Path out() {
    return folder.resolve("run");
  }

  private static RunDescription description(double learningRate, long seed, String data) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("learning-rate", learningRate).put("quiet", false);
    return RunDescription.now(
        "reward train",
        options,
        seed,
        Map.of("plumbline", "1"),
        Map.of("pairs.jsonl", ContentHash.of(data)));
  }

  private void runTo(long last, RunFolder.Start start) {
    try (RunFolder run = RunFolder.open(out(), start)) {
      run.begin(description(0.1, 1, "data"), Set.of("quiet"));
      for (long step = run.resumedFrom().map(Checkpoint::step).orElse(0L) + 1;
          step <= last;
          step++) {
        run.metrics().record(step, Map.of("loss", 1.0 / step));
        run.samples().record(step, new Exchange("p", "c" + step), Map.of("proxy", 0.5));
        if (step % 2 == 0) {
          run.saveCheckpoint(step, into -> Files.writeString(into.resolve("w"), "w"));
        }
      }
    }
  }

  private List<Long> steps() {
    return Metrics.read(out().resolve("metrics.jsonl")).stream().map(Metrics.Row::step).toList();
  }

  private String refusal(Class<? extends PlumblineException> type, RunFolder.Start start) {
    return assertThrows(type, () -> RunFolder.open(out(), start)).getMessage();
  }

  @Test
  void aFolderWithARunIsRefusedAndBothWaysOutAreNamed() {
    runTo(2, RunFolder.Start.FRESH);
    String message = refusal(InvalidInputException.class, RunFolder.Start.FRESH);
    assertTrue(message.contains("--resume") && message.contains("another folder"), message);
  }

  @Test
  void aFolderWithSomethingElseCannotBeResumed() throws IOException {
    Files.createDirectory(out());
    Files.writeString(out().resolve("thesis.txt"), "mine");
    String message = refusal(InvalidInputException.class, RunFolder.Start.RESUME);
    assertTrue(message.contains("thesis.txt") && message.contains("run.json"), message);
  }

  @Test
  void aFileInThePlaceIsRefused() throws IOException {
    Files.writeString(out(), "mine");
    assertTrue(refusal(InvalidInputException.class, RunFolder.Start.FRESH).contains("is a file"));
  }

  @Test
  void aParentThatCannotHoldFoldersIsAFailureWithAReason() throws IOException {
    Files.writeString(folder.resolve("run"), "a file");
    var error =
        assertThrows(
            FailedException.class,
            () -> RunFolder.open(out().resolve("below"), RunFolder.Start.FRESH));
    assertTrue(error.getMessage().contains("could not create the run folder"), error.getMessage());
    assertTrue(error.getMessage().contains("--out"), error.getMessage());
  }

  @Test
  void oneProcessAtATime() {
    try (RunFolder run = RunFolder.open(out(), RunFolder.Start.FRESH)) {
      assertEquals(Optional.empty(), run.resumedFrom());
      assertTrue(
          refusal(InvalidInputException.class, RunFolder.Start.RESUME).contains("open in another"));
    }
    RunFolder.open(out(), RunFolder.Start.FRESH).close();
  }

  @Test
  void resumingDropsRowsAfterTheCheckpointAndGoesOn() throws IOException {
    runTo(5, RunFolder.Start.FRESH);
    Files.writeString(
        out().resolve("metrics.jsonl"), "{\"step\":6,\"lo", StandardOpenOption.APPEND);
    assertEquals(LongStream.rangeClosed(1, 5).boxed().toList(), steps());
    try (RunFolder run = RunFolder.open(out(), RunFolder.Start.RESUME)) {
      assertEquals(4, run.resumedFrom().orElseThrow().step());
      assertEquals(List.of(1L, 2L, 3L, 4L), steps());
    }
    runTo(7, RunFolder.Start.RESUME);
    assertEquals(LongStream.rangeClosed(1, 7).boxed().toList(), steps());
    assertEquals(7, Samples.read(out().resolve("samples.jsonl")).size());
  }

  @Test
  void aRunKilledBeforeItsFirstCheckpointStartsAnew() {
    runTo(1, RunFolder.Start.FRESH);
    runTo(3, RunFolder.Start.RESUME);
    assertEquals(List.of(1L, 2L, 3L), steps());
  }

  @Test
  void resumingWithOtherOptionsSeedOrDataListsWhatDiffers() {
    runTo(2, RunFolder.Start.FRESH);
    try (RunFolder run = RunFolder.open(out(), RunFolder.Start.RESUME)) {
      var error =
          assertThrows(
              InvalidInputException.class,
              () -> run.begin(description(0.2, 3, "other data"), Set.of()));
      for (String part :
          List.of(
              "learning-rate was 0.1, now 0.2",
              "seed was 1, now 3",
              "content of pairs.jsonl was")) {
        assertTrue(error.getMessage().contains(part), error.getMessage());
      }
    }
  }

  @Test
  void theDescriptionIsReadBackAndResumesAreNoted() throws IOException {
    runTo(2, RunFolder.Start.FRESH);
    runTo(3, RunFolder.Start.RESUME);
    RunDescription read = RunFolder.describe(out());
    RunDescription written = description(0.1, 1, "data");
    assertEquals("reward train", read.command());
    assertEquals(written.options(), read.options());
    assertEquals(written.inputs(), read.inputs());
    assertEquals(Machine.here().processors(), read.machine().processors());
    String json = Files.readString(out().resolve("run.json"));
    assertTrue(json.contains("\"from_step\" : 2"), json);
  }

  @Test
  void aFolderWithoutARunHasNoDescription() {
    assertThrows(InvalidInputException.class, () -> RunFolder.describe(folder));
  }

  @Test
  void numbersThatAreNotFiniteAreKept() {
    try (RunFolder run = RunFolder.open(out(), RunFolder.Start.FRESH)) {
      run.metrics().record(1, Map.of("loss", Double.NaN));
      run.metrics().record(2, Map.of("loss", Double.NEGATIVE_INFINITY));
    }
    List<Metrics.Row> rows = Metrics.read(out().resolve("metrics.jsonl"));
    assertEquals(Double.NaN, rows.get(0).values().get("loss"));
    assertEquals(Double.NEGATIVE_INFINITY, rows.get(1).values().get("loss"));
  }

  @Test
  void aBrokenRowInTheMiddleIsNamed() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    Files.writeString(file, "{\"step\":1}\nrubbish\n{\"step\":2}\n");
    var error = assertThrows(InvalidInputException.class, () -> Metrics.read(file));
    assertTrue(error.getMessage().contains("line 2"), error.getMessage());
  }

  @Test
  void samplesAreReadBack() {
    runTo(1, RunFolder.Start.FRESH);
    var expected = new Samples.Row(1, new Exchange("p", "c1"), Map.of("proxy", 0.5));
    assertEquals(List.of(expected), Samples.read(out().resolve("samples.jsonl")));
  }

  @Test
  void hashesTellContentNotPlace() throws IOException {
    Path a = Files.createDirectory(folder.resolve("a"));
    Path b = Files.createDirectory(folder.resolve("b"));
    Files.writeString(a.resolve("x"), "abc");
    Files.writeString(b.resolve("x"), "abc");
    assertEquals(ContentHash.of(a), ContentHash.of(b));
    assertEquals("ba7816bf8f01", ContentHash.of(a.resolve("x")).shortForm());
    Files.move(b.resolve("x"), b.resolve("y"));
    assertTrue(!ContentHash.of(a).equals(ContentHash.of(b)));
    assertThrows(InvalidInputException.class, () -> ContentHash.of(folder.resolve("none")));
  }
}
