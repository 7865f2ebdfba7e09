package org.plumbline.cli.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.plumbline.align.policy.Evaluation;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The evaluations of a run, one JSON object a line in {@code evaluations.jsonl}.
 *
 * <p>A run that was killed after an evaluation and resumed before it makes the same evaluation
 * again; the last of a step counts.
 */
public final class EvaluationLog {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "evaluations.jsonl";

  private final Path file;

  /** The log of a run folder. */
  public EvaluationLog(Path folder) {
    this.file = folder.resolve(FILE);
  }

  /** Adds an evaluation, in the place of a torn last line if a killed process left one. */
  public void add(Evaluation evaluation) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.truncate(whole(Files.readAllBytes(file)));
      channel.position(channel.size());
      byte[] line = JSON.writeValueAsBytes(evaluation);
      DurableFiles.writeFully(
          channel, ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip());
    } catch (IOException e) {
      throw DurableFiles.failure("write '%s'".formatted(file), "Earlier evaluations are kept", e);
    }
  }

  /** All evaluations in the order of their steps; a torn last line is passed over. */
  public List<Evaluation> read() {
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "'%s' holds no %s: it is no run of 'plumb rl'"
              .formatted(file.toAbsolutePath().getParent(), FILE));
    }
    Map<Long, Evaluation> byStep = new TreeMap<>();
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, 0, whole(bytes), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        Evaluation evaluation = JSON.readValue(line, Evaluation.class);
        byStep.put(evaluation.step(), evaluation);
      }
    } catch (IOException e) {
      throw new InvalidInputException("'%s' cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    return new ArrayList<>(byStep.values());
  }

  /** Bytes up to the end of the last whole line. */
  private static int whole(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    return end;
  }
}
