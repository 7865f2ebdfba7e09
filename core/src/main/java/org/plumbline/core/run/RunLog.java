package org.plumbline.core.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.plumbline.core.file.DurableFiles;

/** What happened in a run and when, for people, in {@code log.txt}. */
public final class RunLog {
  private final Path path;

  RunLog(Path path) {
    this.path = path;
  }

  /** Adds a line with the local time before it. */
  public void line(String message) {
    LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
    try {
      Files.writeString(
          path,
          "%s %s%n".formatted(now, message),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write '%s'".formatted(path),
          "Checkpoints are kept; make room and go on with --resume",
          e);
    }
  }
}
