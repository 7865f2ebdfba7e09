package org.plumbline.core.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;

/** Lines of a file or of standard input as bytes, so that a wrong encoding can be told by line. */
final class LineReader implements RowSource {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final String source;
  private final InputStream in;
  private int number;

  private LineReader(String source, InputStream in) {
    this.source = source;
    this.in = in;
  }

  static LineReader open(Path path) {
    if (path.equals(STANDARD_INPUT)) {
      return new LineReader("standard input", new BufferedInputStream(System.in));
    }
    if (Files.isDirectory(path)) {
      throw new InvalidInputException("data must be a file; '%s' is a folder".formatted(path));
    }
    try {
      return new LineReader(path.toString(), new BufferedInputStream(Files.newInputStream(path)));
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the data '%s': %s".formatted(path, DurableFiles.reason(e)), e);
    }
  }

  @Override
  public String source() {
    return source;
  }

  /** File and number of the line that came last. */
  @Override
  public String place() {
    return source + ":" + number;
  }

  /** The next line without its end, or null after the last. */
  @Override
  public byte @Nullable [] next() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream(256);
      int read = in.read();
      if (read < 0) {
        return null;
      }
      for (; read >= 0 && read != '\n'; read = in.read()) {
        line.write(read);
      }
      number++;
      return trimmed(line.toByteArray());
    } catch (IOException e) {
      throw new FailedException(
          "could not read on after %s: %s".formatted(place(), DurableFiles.reason(e)), e);
    }
  }

  /** Without a carriage return at the end and a byte order mark at the start of the file. */
  private byte[] trimmed(byte[] line) {
    int start = 0;
    int end = line.length;
    if (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    if (number == 1
        && end >= 3
        && (line[0] & 0xff) == 0xef
        && (line[1] & 0xff) == 0xbb
        && (line[2] & 0xff) == 0xbf) {
      start = 3;
    }
    return Arrays.copyOfRange(line, start, end);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new FailedException("could not close '%s': %s".formatted(source, e.getMessage()), e);
    }
  }
}
