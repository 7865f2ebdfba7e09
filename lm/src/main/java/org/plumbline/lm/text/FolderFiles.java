package org.plumbline.lm.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;

/** The small files of a model by name, on disk or in a jar. */
@FunctionalInterface
public interface FolderFiles {
  /**
   * The content of a file; empty if there is none of that name.
   *
   * @throws InvalidInputException if it is there and cannot be read
   */
  Optional<byte[]> file(String name);

  /** The files of a folder on disk. */
  static FolderFiles of(Path folder) {
    return name -> {
      Path file = folder.resolve(name);
      try {
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
      } catch (IOException e) {
        throw new InvalidInputException("cannot read '%s': %s".formatted(file, e), e);
      }
    };
  }
}
