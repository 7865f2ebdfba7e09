package org.plumbline.core.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/**
 * The folder of one run: what it is, its metrics, samples, log, checkpoints and result, in plain
 * formats.
 *
 * <pre>{@code
 * try (RunFolder run = RunFolder.open(out, RunFolder.Start.FRESH)) {
 *   run.begin(description, Set.of());
 *   run.metrics().record(step, Map.of("loss", loss));
 *   run.saveCheckpoint(step, folder -> ...);
 * }
 * }</pre>
 *
 * <p>One process at a time may have it open.
 */
public final class RunFolder implements AutoCloseable {
  private static final String RUN_FILE = "run.json";
  private static final String LOCK_FILE = ".lock";
  private static final int CHECKPOINTS_KEPT = 2;

  private final Path path;
  private final FileChannel lock;
  private final Checkpoints checkpoints;
  private final Optional<Checkpoint> resumedFrom;
  private final StepFile metricRows;
  private final StepFile sampleRows;
  private final EventFile events;

  /** What to do with a folder in which something lies. */
  public enum Start {
    /** Refuse it. */
    FRESH,
    /** Go on with the run that it holds; an empty folder starts one. */
    RESUME
  }

  private RunFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
    this.checkpoints = new Checkpoints(path.resolve("checkpoints"), CHECKPOINTS_KEPT);
    checkpoints.faults().forEach(log()::line);
    this.resumedFrom = checkpoints.latest();
    long lastStep = resumedFrom.map(Checkpoint::step).orElse(Long.MIN_VALUE);
    this.metricRows = StepFile.open(path.resolve("metrics.jsonl"), lastStep);
    this.sampleRows = StepFile.open(path.resolve("samples.jsonl"), lastStep);
    this.events = EventFile.open(path, lastStep);
  }

  /**
   * Creates the folder, or goes on with it: rows after the newest complete checkpoint are dropped.
   *
   * @throws InvalidInputException if something lies there that this start refuses
   * @throws FailedException if the folder cannot be written
   */
  public static RunFolder open(Path out, Start start) {
    requireUsable(out, start);
    try {
      Files.createDirectories(out);
      FileChannel lock =
          FileChannel.open(
              out.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        requireAlone(out, lock);
        return new RunFolder(out, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw DurableFiles.failure(
          "create the run folder '%s'".formatted(out),
          "Nothing was written; give a folder that can be written as --out",
          e);
    }
  }

  /**
   * Writes {@code run.json}; for a resumed run, first checks that it is the same work.
   *
   * @param mayDiffer option names that change no result and may be others than before
   * @throws InvalidInputException if the command, an option, the seed or an input is another than
   *     the run began with
   */
  public void begin(RunDescription description, Set<String> mayDiffer) {
    ObjectNode json = description.toJson();
    Optional<ObjectNode> earlier = readRunFile(path);
    if (earlier.isPresent()) {
      description.requireContinues(parse(path, earlier.get()), path, mayDiffer);
      json = earlier.get();
      ArrayNode resumed = json.withArray("resumed");
      ObjectNode entry = resumed.addObject().put("at", description.started().toString());
      resumedFrom.ifPresent(checkpoint -> entry.put("from_step", checkpoint.step()));
    }
    try {
      DurableFiles.write(path.resolve(RUN_FILE), json.toPrettyString() + "\n");
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write '%s'".formatted(path.resolve(RUN_FILE)), "Make room and try again", e);
    }
  }

  /**
   * What a run folder's {@code run.json} says.
   *
   * @throws InvalidInputException if it is missing or broken
   */
  public static RunDescription describe(Path folder) {
    ObjectNode json =
        readRunFile(folder)
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "'%s' is no run folder: it must hold %s".formatted(folder, RUN_FILE)));
    return parse(folder, json);
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Where the resulting model belongs, in the layout of a Hugging Face folder. */
  public Path model() {
    return path.resolve("model");
  }

  /**
   * The same place, without what a process left there that was killed before it could note its
   * result; a resumed run writes it again, with the same bits.
   */
  public Path clearedModel() {
    try {
      DurableFiles.deleteTree(model());
      return model();
    } catch (IOException e) {
      throw DurableFiles.failure(
          "remove '%s'".formatted(model()), "Remove it and go on with --resume", e);
    }
  }

  /** Where the report belongs. */
  public Path report() {
    return path.resolve("report.html");
  }

  /** The checkpoint that was newest and complete when this was opened. */
  public Optional<Checkpoint> resumedFrom() {
    return resumedFrom;
  }

  /** The run's checkpoints; save with {@link #saveCheckpoint}. */
  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /** The rows of {@code metrics.jsonl}, which TensorBoard's {@code events.*} repeats. */
  public Metrics metrics() {
    return new Metrics(metricRows, events);
  }

  /** The rows of {@code samples.jsonl}. */
  public Samples samples() {
    return new Samples(sampleRows);
  }

  /** The lines of {@code log.txt}. */
  public RunLog log() {
    return new RunLog(path.resolve("log.txt"));
  }

  /** Saves a checkpoint, with the rows up to it on disk before it counts. */
  public Checkpoint saveCheckpoint(long step, Checkpoints.Content content) {
    metricRows.sync();
    sampleRows.sync();
    events.sync();
    return checkpoints.save(step, content);
  }

  @Override
  public void close() {
    metricRows.close();
    sampleRows.close();
    events.close();
    try {
      lock.close();
    } catch (IOException e) {
      throw DurableFiles.failure("close '%s'".formatted(path), "All was written", e);
    }
  }

  private static void requireUsable(Path out, Start start) {
    if (!Files.exists(out)) {
      return;
    }
    if (!Files.isDirectory(out)) {
      throw new InvalidInputException(
          "--out must be a folder; '%s' is a file. Give another name".formatted(out));
    }
    List<String> names = visibleNames(out);
    switch (start) {
      case FRESH -> {
        if (!names.isEmpty()) {
          throw new InvalidInputException(
              "--out must be new or empty; '%s' holds %s. Add --resume to go on with the run in it, or give another folder"
                  .formatted(out, String.join(", ", names)));
        }
      }
      case RESUME -> {
        if (!names.isEmpty() && !Files.exists(out.resolve(RUN_FILE))) {
          throw new InvalidInputException(
              "--resume needs a folder that holds a run, or an empty one; '%s' holds %s and no %s. Give the run's folder"
                  .formatted(out, String.join(", ", names), RUN_FILE));
        }
      }
    }
  }

  /** A few names; the lock and what a kill left before {@code run.json} do not count. */
  private static List<String> visibleNames(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !isLeftOver(child))
          .map(child -> child.getFileName().toString())
          .sorted()
          .limit(4)
          .toList();
    } catch (IOException e) {
      throw DurableFiles.failure(
          "look into '%s'".formatted(folder), "Give a folder that can be read and written", e);
    }
  }

  private static boolean isLeftOver(Path child) {
    String name = child.getFileName().toString();
    boolean rows = name.equals("metrics.jsonl") || name.equals("samples.jsonl");
    return name.startsWith(".") || rows && child.toFile().length() == 0;
  }

  private static void requireAlone(Path out, FileChannel channel) throws IOException {
    FileLock held = tryLock(channel);
    if (held == null) {
      throw new InvalidInputException(
          "a run folder can be open in one process; '%s' is open in another. Wait for it, or give another --out"
              .formatted(out));
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static Optional<ObjectNode> readRunFile(Path folder) {
    Path file = folder.resolve(RUN_FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (RunDescription.JSON.readTree(file.toFile()) instanceof ObjectNode json) {
        return Optional.of(json);
      }
      throw brokenRunFile(file, new IOException("it is no JSON object"));
    } catch (JsonProcessingException e) {
      throw brokenRunFile(file, e);
    } catch (IOException e) {
      throw DurableFiles.failure("read '%s'".formatted(file), "Nothing was changed", e);
    }
  }

  private static RunDescription parse(Path folder, ObjectNode json) {
    try {
      return RunDescription.fromJson(json);
    } catch (DateTimeParseException | InvalidInputException e) {
      throw brokenRunFile(folder.resolve(RUN_FILE), e);
    }
  }

  private static InvalidInputException brokenRunFile(Path file, Exception cause) {
    return new InvalidInputException(
        "'%s' must be a run's description as Plumbline wrote it; it is broken. Start a new run"
            .formatted(file),
        cause);
  }
}
