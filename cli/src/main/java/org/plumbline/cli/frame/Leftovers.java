package org.plumbline.cli.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.plumbline.core.file.DurableFiles;

/** What a run leaves behind that ended before it had done anything worth keeping. */
final class Leftovers {
  private static final List<String> BEFORE_ANY_WORK =
      List.of("run.json", "metrics.jsonl", "samples.jsonl", "log.txt", ".lock");

  private Leftovers() {}

  /** Empties the folder of a new run if nothing but its beginning is in it. */
  static void remove(Path out) {
    if (!Files.isDirectory(out)) {
      return;
    }
    try {
      List<Path> children;
      try (Stream<Path> inside = Files.list(out)) {
        children = inside.toList();
      }
      boolean bare =
          Files.exists(out.resolve("run.json"))
              && children.stream()
                  .allMatch(c -> BEFORE_ANY_WORK.contains(c.getFileName().toString()))
              && Files.size(out.resolve("metrics.jsonl")) == 0;
      if (bare) {
        DurableFiles.deleteTree(out);
      }
    } catch (IOException e) {
      // The error that ended the run is the one to tell.
      return;
    }
  }
}
