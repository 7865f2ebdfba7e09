package org.plumbline.distill.corpus;

import static org.plumbline.core.error.Require.require;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/** Reads files of text whole. */
final class TextFiles {
  private static final long MOST_BYTES = 256L << 20;

  private TextFiles() {}

  static TextDecoder decode(Path file, String encoding) {
    try {
      long size = Files.size(file);
      require(
          size <= MOST_BYTES,
          "a file of text must have at most %d MB (got %d MB in '%s'); cut it into parts",
          MOST_BYTES >> 20,
          size >> 20,
          file);
      return TextDecoder.decode(Files.readAllBytes(file), file.toString(), encoding);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read '%s': %s".formatted(file, DurableFiles.reason(e)), e);
    }
  }
}
