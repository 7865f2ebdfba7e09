package org.plumbline.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * JSON Lines that each belong to a step, appended as a run goes on.
 *
 * <p>Each row is handed to the operating system whole, so a killed process tears at most the last.
 */
final class StepFile implements AutoCloseable {
  static final String STEP = "step";
  private static final JsonMapper JSON = new JsonMapper();

  private final Path path;
  private final FileChannel channel;

  private StepFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Opens for appending, after dropping rows of later steps and a torn last row. */
  static StepFile open(Path path, long lastStep) {
    try {
      cutBack(path, lastStep);
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return new StepFile(path, channel);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** A row to be filled. */
  static ObjectNode row(long step) {
    return JSON.createObjectNode().put(STEP, step);
  }

  void append(ObjectNode row) {
    try {
      byte[] line = (row + "\n").getBytes(StandardCharsets.UTF_8);
      DurableFiles.writeFully(channel, ByteBuffer.wrap(line));
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** Returns when all rows are on disk. */
  void sync() {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** All whole rows of a file; a torn last one is left out. */
  static List<ObjectNode> read(Path path) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    String content = Files.readString(path, StandardCharsets.UTF_8);
    int number = 1;
    for (int start = 0; start < content.length(); number++) {
      int end = content.indexOf('\n', start);
      String line = content.substring(start, end < 0 ? content.length() : end);
      ObjectNode row = parse(line);
      boolean last = end < 0 || end == content.length() - 1;
      if (row != null) {
        rows.add(row);
      } else if (!last) {
        throw new InvalidInputException(
            "'%s' line %d must be a JSON object with a whole-number '%s' (got '%s'); delete the line, or start a new run"
                .formatted(path, number, STEP, line.substring(0, Math.min(60, line.length()))));
      }
      start = end < 0 ? content.length() : end + 1;
    }
    return rows;
  }

  private static void cutBack(Path path, long lastStep) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    StringBuilder kept = new StringBuilder();
    for (ObjectNode row : read(path)) {
      if (row.path(STEP).longValue() <= lastStep) {
        kept.append(row).append('\n');
      }
    }
    DurableFiles.write(path, kept.toString());
  }

  private static @Nullable ObjectNode parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node instanceof ObjectNode row && row.path(STEP).isIntegralNumber() ? row : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static RuntimeException failure(Path path, IOException e) {
    return DurableFiles.failure(
        "write '%s'".formatted(path),
        "Earlier rows and checkpoints are kept; make room and go on with --resume",
        e);
  }
}
