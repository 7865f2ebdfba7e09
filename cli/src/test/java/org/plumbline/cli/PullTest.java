package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.PlumbProcess.Way;
import org.plumbline.cli.Shell.Ended;
import org.plumbline.cli.frame.ExitCode;

/** {@code plumb pull}, and models by the names that they have at a hub. */
final class PullTest {
  @TempDir static Path folder;

  private Path home;
  private TinyHub hub;

  @BeforeAll
  static void makeModel() throws IOException {
    TinyInputs.languageModel(folder);
  }

  @BeforeEach
  void start() throws IOException {
    home = Files.createTempDirectory(folder, "home");
    hub = new TinyHub(folder.resolve("lm/model"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void aPulledModelIsKnownByItsNameToEveryCommandAndNeedsNoHubAnyMore() throws Exception {
    String pulled = done(way(), "pull org/tiny");
    assertTrue(pulled.contains("0123456789abcdef"), pulled);
    assertFalse(pulled.contains("hf_mostSecret"), pulled);
    hub.close();
    String shown = done(way(), "model show org/tiny");
    assertTrue(shown.contains("LlamaForCausalLM"), shown);
    String run = folder.resolve("tuned").toString();
    done(
        way(),
        "sft --model org/tiny --data %s --epochs 0.1 --threads 1 --out %s"
            .formatted(folder.resolve("texts.txt"), run));
    String description = Files.readString(Path.of(run, "run.json"));
    assertTrue(description.contains("\"org/tiny\" : \""), "no hash of the model: " + description);
  }

  @Test
  void ctrlCKeepsWhatHasComeAndTheSameCommandGoesOn() throws Exception {
    hub.halt();
    try (PlumbProcess process = PlumbProcess.start(folder, way(), "pull org/tiny")) {
      process.until(() -> hub.half.getCount() == 0 && !parts().isEmpty());
      assertEquals(130, process.interrupt(), process.messages());
      assertTrue(process.messages().contains("the same command goes on"), process.messages());
    }
    assertFalse(parts().isEmpty(), "nothing was kept");
    hub.goOn();
    done(way(), "pull org/tiny");
    assertEquals(List.of(), parts());
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    List<String> wrapper = new ArrayList<>(way().wrapper());
    wrapper.addAll(Way.onFullDisk(4).wrapper());
    Way full = new Way(wrapper, List.of(), Plumb.class);
    try (PlumbProcess process = PlumbProcess.start(folder, full, "pull org/tiny")) {
      assertEquals(1, process.exitCode(), process.messages());
      assertTrue(process.messages().contains("What has come is kept"), process.messages());
      assertFalse(process.messages().contains("fault of ours"), process.messages());
    }
    done(way(), "pull org/tiny");
  }

  @Test
  void aModelThatIsNotHereIsAnErrorThatNamesThePull() {
    Ended ended = new Shell().run("model show organisation-of-nobody/tiny");
    assertEquals(ExitCode.INVALID, ended.code());
    assertTrue(ended.err().contains("'plumb pull organisation-of-nobody/tiny'"), ended.err());
  }

  private Way way() {
    return new Way(hub.environment(home), List.of(), Plumb.class);
  }

  private static String done(Way way, String line) throws Exception {
    try (PlumbProcess process = PlumbProcess.start(folder, way, line)) {
      assertEquals(0, process.exitCode(), process.messages());
      return process.messages();
    }
  }

  private List<Path> parts() {
    Path blobs = home.resolve("hub/models--org--tiny/blobs");
    if (!Files.isDirectory(blobs)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(blobs)) {
      return all.filter(blob -> blob.toString().endsWith(".plumb-part")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
