package org.plumbline.core.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.plumbline.core.error.FailedException;

/** Writing so that a kill or a power cut leaves the old content or the new, never half of it. */
public final class DurableFiles {
  private DurableFiles() {}

  /** Replaces a file's content as a whole; its folder must exist. */
  public static void write(Path target, String content) throws IOException {
    write(target, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces a file's content as a whole; its folder must exist. */
  public static void write(Path target, byte[] content) throws IOException {
    Path temporary = temporarySibling(target);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeFully(channel, ByteBuffer.wrap(content));
        channel.force(true);
      }
      moveInPlace(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Where to write before the rename: beside the target, hidden, and never taken for it. */
  public static Path temporarySibling(Path target) {
    return target.resolveSibling(
        "." + target.getFileName() + ".tmp-" + ProcessHandle.current().pid());
  }

  /** Renames a file or folder whose content is on disk already, and makes the rename last. */
  public static void moveInPlace(Path temporary, Path target) throws IOException {
    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(parent(target));
  }

  /** Makes the content of every file below a folder, and the folders themselves, reach the disk. */
  public static void syncTree(Path folder) throws IOException {
    for (Path path : tree(folder)) {
      if (Files.isDirectory(path)) {
        syncFolder(path);
      } else {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  /** Makes names in a folder reach the disk; does nothing where folders cannot be opened. */
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException e) {
      // Windows opens no folders; its renames are journalled by the file system.
      if (!System.getProperty("os.name", "").startsWith("Windows")) {
        throw e;
      }
    }
  }

  /** Deletes a file or a folder with all that is in it; nothing there is fine. Follows no links. */
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    for (Path path : tree(root)) {
      Files.deleteIfExists(path);
    }
  }

  /** Writes until the buffer is empty. */
  public static void writeFully(FileChannel channel, ByteBuffer content) throws IOException {
    while (content.hasRemaining()) {
      channel.write(content);
    }
  }

  /**
   * The error for a write that failed.
   *
   * @param doing what was tried, for example {@code write model.safetensors}
   * @param kept what the caller still has, and the way out, as a sentence
   */
  public static FailedException failure(String doing, String kept, IOException cause) {
    return new FailedException("could not %s: %s. %s".formatted(doing, reason(cause), kept), cause);
  }

  /** What went wrong, in words: the JDK's messages of such exceptions are often a bare path. */
  public static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException e -> "'%s' does not exist".formatted(e.getFile());
      case AccessDeniedException e -> "no permission for '%s'".formatted(e.getFile());
      case NotDirectoryException e -> "'%s' is not a folder".formatted(e.getFile());
      case FileAlreadyExistsException e -> "'%s' is in the way".formatted(e.getFile());
      case FileSystemException e when e.getReason() != null ->
          "%s ('%s')".formatted(e.getReason(), e.getFile());
      case JsonProcessingException e -> json(e);
      default -> cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    };
  }

  /** What is wrong and where, without the library's words about itself. */
  private static String json(JsonProcessingException e) {
    String rule =
        e.getOriginalMessage()
            .replaceAll(" \\(start marker at .*|(?s), from `StreamReadConstraints.*|\\n.*", "");
    return e.getLocation() == null
        ? rule
        : "%s (line %d, column %d)"
            .formatted(rule, e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }

  /** The folder that a path lies in. */
  public static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /** Deepest first. */
  private static List<Path> tree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
