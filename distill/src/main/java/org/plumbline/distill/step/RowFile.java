package org.plumbline.distill.step;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.plumbline.core.data.JsonLinesWriter;
import org.plumbline.core.data.RecordRows;
import org.plumbline.core.error.FailedException;
import org.plumbline.core.file.DurableFiles;

/** A file of rows that are written as they come, and that is there whole or not at all. */
public final class RowFile implements AutoCloseable {
  private final Path file;
  private final Path temporary;
  private final JsonLinesWriter writer;
  private int rows;

  /** Begins it; its folder must exist. */
  public RowFile(Path file) {
    this.file = file;
    this.temporary = DurableFiles.temporarySibling(file);
    this.writer = JsonLinesWriter.create(temporary);
  }

  /** Adds a row. */
  public void write(Record row) {
    writer.write(RecordRows.row(row));
    rows++;
  }

  /** How many there are. */
  public int rows() {
    return rows;
  }

  /** Puts the file in its place. */
  public void commit() {
    try {
      writer.finish();
      writer.close();
      DurableFiles.moveInPlace(temporary, file);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Removes what was written, unless it was committed. */
  @Override
  public void close() {
    try {
      writer.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private FailedException failure(IOException cause) {
    return DurableFiles.failure(
        "write '%s'".formatted(file), "Make room and go on with --resume", cause);
  }
}
