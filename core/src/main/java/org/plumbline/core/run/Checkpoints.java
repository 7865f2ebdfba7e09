package org.plumbline.core.run;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.PlumblineException;
import org.plumbline.core.file.DurableFiles;

/**
 * The checkpoints of a run: {@code step-N} folders that are complete or not there.
 *
 * <p>A checkpoint is written beside its place, brought to disk, marked complete with a checksum of
 * every file, and renamed; only then are older ones removed. Killed at any moment, the run finds
 * the one before.
 */
public final class Checkpoints {
  private static final String PREFIX = "step-";
  private static final String TEMPORARY = ".tmp-";

  private final Path folder;
  private final int keep;

  /** Writes a checkpoint's files. */
  @FunctionalInterface
  public interface Content {

    /**
     * Writes all files.
     *
     * @param into an empty folder
     */
    void write(Path into) throws IOException;
  }

  /**
   * Checkpoints in a folder, which need not exist yet.
   *
   * @param keep how many of the newest stay
   */
  public Checkpoints(Path folder, int keep) {
    require(keep >= 1, "at least one checkpoint must be kept (got %d)", keep);
    this.folder = folder;
    this.keep = keep;
  }

  /**
   * Saves a checkpoint and removes old ones.
   *
   * @param step the last step that it holds
   * @throws FailedException if it could not be written; earlier ones are then as they were
   */
  public Checkpoint save(long step, Content content) {
    Path target = folder.resolve(PREFIX + step);
    Path temporary = folder.resolve(TEMPORARY + PREFIX + step);
    try {
      Files.createDirectories(folder);
      DurableFiles.deleteTree(temporary);
      Files.createDirectory(temporary);
      content.write(temporary);
      CompletionMark.write(temporary, step);
      DurableFiles.syncTree(temporary);
      replace(temporary, target);
      prune();
      return new Checkpoint(step, target);
    } catch (IOException e) {
      throw failure(step, temporary, DurableFiles.reason(e), e);
    } catch (FailedException e) {
      throw failure(step, temporary, e.getMessage(), e);
    } catch (PlumblineException e) {
      discard(temporary);
      throw e;
    }
  }

  /** The newest complete checkpoint; what is incomplete or damaged is passed over. */
  public Optional<Checkpoint> latest() {
    return candidates().stream()
        .filter(candidate -> CompletionMark.fault(candidate.folder()).isEmpty())
        .findFirst();
  }

  /** What {@link #latest} passes over, newest first, each with the reason, for the log. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    for (Checkpoint candidate : candidates()) {
      Optional<String> fault = CompletionMark.fault(candidate.folder());
      if (fault.isEmpty()) {
        break;
      }
      faults.add("%s is passed over: %s".formatted(candidate.folder(), fault.get()));
    }
    return faults;
  }

  /** Newest first, whether intact or not. */
  private List<Checkpoint> candidates() {
    List<Checkpoint> found = new ArrayList<>();
    for (Path path : children()) {
      OptionalLong step = step(path);
      if (step.isPresent() && Files.isDirectory(path)) {
        found.add(new Checkpoint(step.getAsLong(), path));
      }
    }
    found.sort(Comparator.comparingLong(Checkpoint::step).reversed());
    return found;
  }

  private void replace(Path temporary, Path target) throws IOException {
    if (Files.exists(target)) {
      Path old = folder.resolve(TEMPORARY + "old-" + target.getFileName());
      DurableFiles.deleteTree(old);
      Files.move(target, old);
    }
    DurableFiles.moveInPlace(temporary, target);
  }

  private void prune() throws IOException {
    int kept = 0;
    for (Checkpoint candidate : candidates()) {
      if (kept < keep && Files.exists(candidate.folder().resolve(CompletionMark.FILE))) {
        kept++;
      } else {
        // First out of sight: a kill in the middle of deleting must leave no half of it.
        Path doomed = folder.resolve(TEMPORARY + "old-" + candidate.folder().getFileName());
        DurableFiles.deleteTree(doomed);
        Files.move(candidate.folder(), doomed);
      }
    }
    for (Path path : children()) {
      if (path.getFileName().toString().startsWith(TEMPORARY)) {
        DurableFiles.deleteTree(path);
      }
    }
  }

  private List<Path> children() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (IOException e) {
      throw DurableFiles.failure("list '%s'".formatted(folder), "Nothing was changed", e);
    }
  }

  private static OptionalLong step(Path path) {
    String name = path.getFileName().toString();
    if (!name.matches(PREFIX + "\\d{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(name.substring(PREFIX.length())));
  }

  private FailedException failure(long step, Path temporary, String reason, Exception cause) {
    discard(temporary);
    String kept =
        latest()
            .map(last -> "The checkpoint of step %d is kept".formatted(last.step()))
            .orElse("There is no earlier checkpoint");
    return new FailedException(
        "could not save the checkpoint of step %d in '%s': %s. %s; make room and go on with --resume"
            .formatted(step, folder, reason, kept),
        cause);
  }

  private static void discard(Path temporary) {
    try {
      DurableFiles.deleteTree(temporary);
    } catch (IOException e) {
      // It is hidden and never read, and the next save removes it.
      return;
    }
  }
}
