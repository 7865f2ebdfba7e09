package org.plumbline.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.plumbline.cli.PlumbProcess.Way;
import org.plumbline.cli.frame.ExitCode;

/** Folders into which native libraries are unpacked, when they cannot be written or are full. */
@DisabledOnOs(OS.WINDOWS)
final class CacheFolderTest {
  private static final String TORCH = "-Dorg.bytedeco.javacpp.cachedir=";
  private static final String TOKENIZERS = "-DDJL_CACHE_DIR=";

  @TempDir static Path folder;

  @BeforeAll
  static void makeTexts() throws Exception {
    TinyInputs.languageModel(folder);
    Files.writeString(folder.resolve("file"), "");
  }

  @Test
  void aFolderForLibtorchThatCannotBeMadeIsNamedWithAWayOut() throws Exception {
    // A folder below a file can be made by nobody, not even by root.
    Path impossible = folder.resolve("file/cache");
    String usual = TOKENIZERS + Path.of(System.getProperty("user.home", ""), ".djl.ai");
    // JavaCPP tries the home folder and the one for temporary files in turn.
    String home = "-Duser.home=" + impossible;
    String temporary = "-Djava.io.tmpdir=" + impossible;
    assertRefused(
        Way.PLAIN.with(TORCH + impossible, home, temporary, usual), impossible.toString());
  }

  @Test
  void aFolderForTokenizersThatCannotBeMadeIsNamedWithAWayOut() throws Exception {
    Path impossible = folder.resolve("file/djl");
    assertRefused(Way.PLAIN.with(TOKENIZERS + impossible), impossible.toString());
  }

  @Test
  void fullFoldersAreNamedWithAWayOut() throws Exception {
    Path torch = folder.resolve("full-torch");
    assertRefused(Way.onFullDisk(500).with(TORCH + torch), torch.toString());
    Path tokenizers = folder.resolve("full-djl");
    assertRefused(Way.onFullDisk(500).with(TOKENIZERS + tokenizers), tokenizers.toString());
  }

  @Test
  @Tag("slow")
  void onceThereIsRoomAFolderThatWasFullIsFilled() throws Exception {
    Path torch = folder.resolve("torch");
    Path tokenizers = folder.resolve("djl");
    String[] caches = {TORCH + torch, TOKENIZERS + tokenizers};
    assertRefused(Way.onFullDisk(500).with(caches), torch.toString());
    try (var process = PlumbProcess.start(folder, Way.PLAIN.with(caches), line())) {
      assertEquals(ExitCode.DONE.number(), process.exitCode(), process.messages());
    }
  }

  private static void assertRefused(Way way, String cache) throws Exception {
    try (var process = PlumbProcess.start(folder, way, line())) {
      assertEquals(ExitCode.FAILED.number(), process.exitCode(), process.messages());
      for (String part : new String[] {cache, "PLUMB_CACHE"}) {
        assertTrue(process.messages().contains(part), part + ": " + process.messages());
      }
      assertFalse(process.messages().contains("\tat "), process.messages());
    }
  }

  private static String line() {
    return "generate --model %s/lm --prompt a --max-new-tokens 2".formatted(folder);
  }
}
